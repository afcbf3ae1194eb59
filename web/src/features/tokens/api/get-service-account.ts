import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';

export const getServiceAccount = (organizationId: string, id: string) =>
  queryOptions({
    queryKey: [organizationId, 'service-accounts', 'one', id],
    queryFn: () => unwrap(api.GET('/api/v1/service-accounts/{id}', { params: { path: { id } } })),
  });
