import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';

export const getApplication = (id: string) =>
  queryOptions({
    queryKey: ['instance', 'applications', 'one', id],
    queryFn: () => unwrap(api.GET('/api/v1/instance/applications/{id}', { params: { path: { id } } })),
  });
