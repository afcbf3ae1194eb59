/** Code → status, title and detail, as the instance itself says them. @type {Record<string, [number, string, string]>} */
const known = {
  'malformed-request': [400, "The request can't be read", 'Send one credential, once, and Organization-ID once.'],
  'organization-required': [400, 'Which organization?', 'Name the organization in the header Organization-ID, by its id or its slug.'],
  unauthenticated: [401, 'Not signed in', "Send a token as 'Authorization: Bearer …'."],
  'token-expired': [401, 'The token has expired', 'The token has expired.'],
  'token-revoked': [401, 'The token has been revoked', 'The token has been revoked.'],
  'organization-mismatch': [403, 'Not this organization', 'The credential does not belong to the organization that Organization-ID names, or there is no such organization.'],
  'organization-suspended': [403, 'The organization is suspended', 'The organization is suspended.'],
  'permission-denied': [403, 'A permission is missing', "The token can't do this. An administrator of your organization can issue one that can."],
  'address-not-allowed': [403, 'Not from this address', 'The token may not be used from this address.'],
  'rate-limited': [429, 'Too many requests', 'The token has made its requests of this minute.'],
  unavailable: [503, 'Not available just now', "Tokens can't be verified just now. Try again soon."],
};

/**
 * A refusal as RFC 9457 problem details: what to answer with.
 * @param {{ code: string, retryAfter?: number }} verdict
 * @param {{ path: string, hasCredential: boolean, requiredPermission?: string }} request
 */
export function refusal({ code, retryAfter }, { path, hasCredential, requiredPermission }) {
  const [status, title, detail] = known[code];
  /** @type {Record<string, string>} */
  const headers = { 'Content-Type': 'application/problem+json' };
  // RFC 6750 section 3: no error code where no credential was given.
  if (status === 401) headers['WWW-Authenticate'] = hasCredential ? 'Bearer error="invalid_token"' : 'Bearer';
  if (retryAfter) headers['Retry-After'] = String(retryAfter);
  const type = `https://www.rfc-editor.org/rfc/rfc9110#status.${status}`;
  const problem = { type, title, status, detail, instance: path, code, ...(requiredPermission ? { requiredPermission } : {}) };
  return { status, headers, body: JSON.stringify(problem) };
}
