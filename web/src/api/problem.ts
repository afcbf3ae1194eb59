/** A refused call as RFC 9457 problem details, or what stands for it where no answer came. */
export interface Problem {
  status: number;
  code: string;
  title?: string;
  detail?: string;
  traceId?: string;
  requiredPermission?: string;
  /** With `mfa-required`: whether a code is asked for, or the account has no second factor yet. */
  secondFactor?: 'code' | 'enrolment';
  /** With `mfa-required`: proves the password while the second factor is set up. */
  enrolmentToken?: string;
  errors?: Record<string, string[]>;
  /** What an import says of the lines that it refused. */
  report?: unknown;
}

export class ApiError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.title ?? problem.code);
    this.name = 'ApiError';
    this.problem = problem;
  }
}

export function toProblem(status: number, body: unknown): Problem {
  const fields = typeof body === 'object' && body !== null ? (body as Partial<Problem>) : {};
  return { ...fields, status, code: fields.code ?? 'unknown' };
}

/** The one place where an error of any kind becomes a Problem: a failed connection has status 0. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ApiError) return error.problem;
  if (error instanceof TypeError) return { status: 0, code: 'unreachable' };
  return { status: 0, code: 'unexpected' };
}

const MESSAGES: Record<string, string> = {
  unreachable: 'The server can’t be reached. Check your connection and try again.',
  unexpected: 'Something went wrong in this page. Reload it and try again.',
  unauthenticated: 'Sign in to go on.',
  'account-locked': 'Too many failed attempts. Wait 15 minutes and try again.',
  'organization-mismatch': 'You are not a member of this organization, or it does not exist.',
  'organization-suspended': 'This organization is suspended. Ask whoever runs this instance.',
  'api-access-disabled':
    'API access is not enabled for you. Ask an administrator of your organization to enable it.',
  'not-found': 'This no longer exists, or it never did.',
  'token-name-taken': 'A token with this name already exists. Choose a different name.',
  'token-already-active': 'You already have an active token. Regenerate it, or remove it first.',
  'stale-version': 'Somebody else changed this in the meantime. Reload to see their change, then make yours.',
  'validation-failed': 'Some of the fields need another look.',
  'token-not-extendable': 'A token’s expiry date can’t be moved later. Create a new token instead.',
  'rate-limited': 'Too many requests in a short time. Wait a moment and try again.',
  unavailable: 'The server is busy or restarting. Try again in a moment.',
};

/** A sentence for a person: says what happened and what to do next. */
export function messageOf(error: unknown): string {
  const problem = problemOf(error);
  if (problem.code === 'permission-denied') {
    return problem.requiredPermission
      ? `You need the permission ${problem.requiredPermission} for this. Ask an administrator of your organization.`
      : 'You don’t have the permission for this. Ask an administrator of your organization.';
  }
  if (problem.code === 'mfa-required') {
    return problem.secondFactor === 'enrolment'
      ? 'This needs a second factor, and you have none yet. Set one up under Profile and security.'
      : 'This needs your second factor. Sign out, then sign in with it.';
  }
  // The server's own sentence names the field, the role or the scope; ours would only say less.
  if (['conflict', 'scope-not-grantable', 'malformed-request'].includes(problem.code) && problem.detail) {
    return problem.detail;
  }
  const ours = MESSAGES[problem.code];
  if (ours) return ours;
  if (problem.status >= 500) {
    return 'The server could not complete this. Try again, and report the trace id if it keeps happening.';
  }
  return problem.detail ?? problem.title ?? 'This did not work. Try again.';
}

/** Field messages of a 422 in the shape a form takes; `administrator.email` stays one key. */
export function fieldErrorsOf(error: unknown): Record<string, string> {
  const errors = problemOf(error).errors ?? {};
  return Object.fromEntries(Object.entries(errors).map(([field, messages]) => [field, messages.join(' ')]));
}
