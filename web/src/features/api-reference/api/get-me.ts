import { ApiError, toProblem } from '@/api/problem';
import type { components } from '@/api/schema';

export type MeAnswer = components['schemas']['MeAnswer'];

/** An application belongs to no organization; its prefix says that it is one, whatever the instance's own is. */
const IS_APPLICATION = /^[0-9a-z]+a_/;

/**
 * Asks the instance with the token itself, so that anybody may and nothing but the token decides. It goes past the session,
 * which would put its own credential in, and is kept nowhere.
 */
export async function askWhoseToken(token: string, organizationId: string): Promise<MeAnswer> {
  const response = await fetch('/api/v1/me', {
    headers: {
      Authorization: `Bearer ${token}`,
      ...(IS_APPLICATION.test(token) ? {} : { 'Organization-ID': organizationId }),
    },
    credentials: 'omit',
  });
  const body: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw new ApiError(toProblem(response.status, body));
  return body as MeAnswer;
}
