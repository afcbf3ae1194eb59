import { ApiError, toProblem } from './problem';
import type { OrganizationRef, SignInAnswer } from './types';

export type SessionState =
  | { status: 'unknown' }
  | { status: 'signed-out' }
  | {
      status: 'signed-in';
      accessToken: string;
      organization: OrganizationRef | null;
      organizations: OrganizationRef[];
      person: SignInAnswer['person'];
      /** Runs the instance, whatever the organization. */
      isOperator: boolean;
      /** In the organization as support, by this entry; null for its own people. */
      support: SignInAnswer['support'];
    };

type SignedIn = Extract<SessionState, { status: 'signed-in' }>;

interface Surroundings {
  fetch: (request: Request) => Promise<Response>;
  /** Runs one refresh at a time over all tabs: a refresh token works once. */
  exclusively: (run: () => Promise<SessionState>) => Promise<SessionState>;
  /** The organization this tab works in; an id, never a secret. */
  remembered: { get: () => string | null; set: (organizationId: string | null) => void };
  origin: string;
}

/**
 * The signed-in person of this tab. The access token lives here, in memory; the refresh token lives in an HttpOnly
 * cookie that no script sees.
 */
export function createSession({ fetch, exclusively, remembered, origin }: Surroundings) {
  let state: SessionState = { status: 'unknown' };
  let refreshing: Promise<SessionState> | undefined;
  const listeners = new Set<() => void>();

  function become(next: SessionState) {
    state = next;
    for (const listener of listeners) listener();
    return next;
  }

  function signIn(answer: SignInAnswer): SignedIn {
    const next: SignedIn = {
      status: 'signed-in',
      accessToken: answer.accessToken,
      organization: answer.organization,
      organizations: answer.organizations,
      person: answer.person,
      isOperator: answer.isOperator,
      support: answer.support,
    };
    remembered.set(answer.organization?.id ?? null);
    become(next);
    return next;
  }

  function signedOut(): SessionState {
    return become({ status: 'signed-out' });
  }

  async function exchange(organizationId: string | null): Promise<Response> {
    return fetch(
      new Request(`${origin}/api/v1/auth?cookie=true`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(organizationId ? { organizationId } : {}),
        credentials: 'same-origin',
      }),
    );
  }

  async function exchangeInto(organizationId: string | null, fallBack: boolean): Promise<SessionState> {
    let response = await exchange(organizationId);
    if (response.status === 403 && organizationId && fallBack) response = await exchange(null);
    if (response.ok) return signIn((await response.json()) as SignInAnswer);
    const problem = toProblem(response.status, await response.json().catch(() => undefined));
    // The session is good, only not there: another organization asks for less.
    if (problem.code === 'mfa-required' && !fallBack) throw new ApiError(problem);
    // Asked for whichever there is and still refused: no organization lets this session in any more.
    if (response.status === 401 || (response.status === 403 && fallBack)) return signedOut();
    throw new ApiError(problem);
  }

  /** A new access token from the cookie. Callers at the same time share one exchange. */
  function refresh(): Promise<SessionState> {
    refreshing ??= exclusively(() => exchangeInto(remembered.get(), true)).finally(() => {
      refreshing = undefined;
    });
    return refreshing;
  }

  /** Sends a call with the credential and the organization; a 401 is answered by one refresh and one more try. */
  async function send(request: Request): Promise<Response> {
    if (state.status !== 'signed-in') return fetch(request);
    const before = state;
    const response = await fetch(withCredential(request.clone(), before));
    if (response.status !== 401) return response;

    const renewed = state === before ? await refresh() : (state as SessionState);
    // The call was meant for the organization it began in; in another one its answer would be another's.
    if (renewed.status !== 'signed-in' || renewed.organization?.id !== before.organization?.id)
      return response;
    const again = await fetch(withCredential(request, renewed));
    if (again.status === 401 && !(await wantsSecondFactor(again))) signedOut();
    return again;
  }

  return {
    get: () => state,
    subscribe(listener: () => void) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    signIn,
    signedOut,
    refresh,
    send,
    /** Once per page load: is there a session in the cookie? */
    resume: (): Promise<SessionState> => (state.status === 'unknown' ? refresh() : Promise.resolve(state)),
    /** Back to where the account is at home, which an operator may be in no organization. */
    leaveOrganization: () => exclusively(() => exchangeInto(null, true)),
    switchOrganization: (organizationId: string) => exclusively(() => exchangeInto(organizationId, false)),
  };
}

/** The session is good, but this call wants one that gave a second factor. */
async function wantsSecondFactor(response: Response): Promise<boolean> {
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => undefined);
  return toProblem(response.status, body).code === 'mfa-required';
}

function withCredential(request: Request, session: SignedIn): Request {
  request.headers.set('Authorization', `Bearer ${session.accessToken}`);
  if (session.organization) request.headers.set('Organization-ID', session.organization.id);
  return request;
}
