import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';

export const getPerson = (organizationId: string, id: string) =>
  queryOptions({
    queryKey: [organizationId, 'people', 'one', id],
    queryFn: () => unwrap(api.GET('/api/v1/people/{id}', { params: { path: { id } } })),
  });
