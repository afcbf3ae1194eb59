import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';

export const getRole = (organizationId: string, id: string) =>
  queryOptions({
    queryKey: [organizationId, 'roles', 'one', id],
    queryFn: () => unwrap(api.GET('/api/v1/roles/{id}', { params: { path: { id } } })),
  });
