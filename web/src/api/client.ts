import createClient from 'openapi-fetch';
import { ApiError, toProblem } from './problem';
import type { paths } from './schema';
import { createSession } from './session';

const ORGANIZATION_KEY = 'organization';

export const session = createSession({
  fetch: (request) => globalThis.fetch(request),
  exclusively: async (run) =>
    'locks' in navigator ? await navigator.locks.request('session-refresh', run) : run(),
  remembered: {
    // The tab's own choice first; a new tab starts where the last one was.
    get: () => sessionStorage.getItem(ORGANIZATION_KEY) ?? localStorage.getItem(ORGANIZATION_KEY),
    set(organizationId) {
      if (!organizationId) {
        sessionStorage.removeItem(ORGANIZATION_KEY);
        localStorage.removeItem(ORGANIZATION_KEY);
        return;
      }
      sessionStorage.setItem(ORGANIZATION_KEY, organizationId);
      localStorage.setItem(ORGANIZATION_KEY, organizationId);
    },
  },
  origin: globalThis.location?.origin ?? '',
});

/** The session adds the organization to each call; no caller names it. */
type WithoutOrganization<Operation> = Operation extends { parameters: { header?: infer Header } }
  ? Omit<Operation, 'parameters'> & {
      parameters: Omit<Operation['parameters'], 'header'> & {
        header?: Omit<NonNullable<Header>, 'Organization-ID'>;
      };
    }
  : Operation;
type Calls = {
  [Path in keyof paths]: {
    [Method in keyof paths[Path]]: WithoutOrganization<paths[Path][Method]>;
  };
};

export const api = createClient<Calls>({ baseUrl: globalThis.location?.origin, fetch: session.send });

type Answer<T> = { data?: T; error?: unknown; response: Response };

/** The answer's body, or an ApiError that carries the problem. */
export async function unwrap<T>(call: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await call;
  if (!response.ok) throw new ApiError(toProblem(response.status, error));
  return data as T;
}
