import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';

/** The caller's own tokens, the newest first, those that have ended too. */
export const listMyTokens = (organizationId: string) =>
  queryOptions({
    queryKey: [organizationId, 'my-token', 'all'],
    queryFn: () => unwrap(api.GET('/api/v1/me/tokens')),
  });
