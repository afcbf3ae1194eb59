import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';

/** From where a token that is being replaced is still used. */
export const listTokenCallers = (organizationId: string, id: string) =>
  queryOptions({
    queryKey: [organizationId, 'tokens', id, 'callers'],
    queryFn: () => unwrap(api.GET('/api/v1/tokens/{id}/callers', { params: { path: { id } } })),
    refetchInterval: 30_000,
  });
