import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';

export const getToken = (organizationId: string, id: string) =>
  queryOptions({
    queryKey: [organizationId, 'tokens', 'one', id],
    queryFn: () => unwrap(api.GET('/api/v1/tokens/{id}', { params: { path: { id } } })),
  });
