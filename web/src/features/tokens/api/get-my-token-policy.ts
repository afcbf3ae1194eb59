import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';

/** What the organization's policy says of the caller's own tokens. */
export const getMyTokenPolicy = (organizationId: string) =>
  queryOptions({
    queryKey: [organizationId, 'my-token', 'policy'],
    queryFn: () => unwrap(api.GET('/api/v1/me/token/policy')),
  });
