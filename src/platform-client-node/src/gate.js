import { refusal } from './refusals.js';
import { allows, parseScope } from './scopes.js';

/** Each header of this name as it was sent; Node joins some of them and drops others. @param {import('node:http').IncomingMessage} request @param {string} name */
const sent = (request, name) => request.rawHeaders.filter((_, at) => at % 2 === 1 && request.rawHeaders[at - 1].toLowerCase() === name);

/** The request's one credential; or why there is none. @param {import('node:http').IncomingMessage} request */
function readSecret(request) {
  const [authorization, keys] = [sent(request, 'authorization'), sent(request, 'x-api-key')];
  if (authorization.length > 1 || keys.length > 1) return { code: 'malformed-request' };
  const key = keys[0]?.trim() ?? '';
  let bearer = '';
  if (authorization[0]) {
    if (!/^bearer /i.test(authorization[0])) return { code: 'unauthenticated' };
    bearer = authorization[0].slice(7).trim();
  }
  if (bearer && keys.length > 0 && key !== bearer) return { code: 'malformed-request' };
  return bearer || key ? { secret: bearer || key } : { code: 'unauthenticated' };
}

/**
 * Judges requests for one scope: answers the caller, or what to answer the request with.
 * @param {import('./index.js').Platform} platform
 * @param {string} scope
 */
export function gate(platform, scope) {
  const asked = parseScope(scope, platform.resource);
  /** @param {import('node:http').IncomingMessage} request @param {string | undefined} address @param {string} path */
  return async (request, address, path) => {
    const { secret, code } = readSecret(request);
    const organizations = sent(request, 'organization-id');
    /** @type {import('./index.js').PlatformVerdict} */
    const verdict = code
      ? { code }
      : organizations.length > 1
        ? { code: 'malformed-request' }
        : await platform.verify(/** @type {string} */ (secret), organizations[0]?.trim() ?? '', address);
    const hasCredential = Boolean(request.headers.authorization ?? request.headers['x-api-key']);
    if (!verdict.caller) return { refused: refusal(verdict, { path, hasCredential }) };
    return allows(verdict.caller.scopes, asked)
      ? { caller: verdict.caller }
      : { refused: refusal({ code: 'permission-denied' }, { path, hasCredential, requiredPermission: asked.name }) };
  };
}
