import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';

export const getInstanceOrganization = (id: string) =>
  queryOptions({
    queryKey: ['instance', 'organizations', id],
    queryFn: () => unwrap(api.GET('/api/v1/instance/organizations/{id}', { params: { path: { id } } })),
  });
