import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';

export const listSessions = (organizationId: string) =>
  queryOptions({
    queryKey: [organizationId, 'sessions'],
    queryFn: () => unwrap(api.GET('/api/v1/auth/sessions')).then((page) => page.items),
  });
