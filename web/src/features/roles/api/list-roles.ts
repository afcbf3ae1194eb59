import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';

/** All roles at once: an organization has dozens, not thousands. */
export const listRoles = (organizationId: string) =>
  queryOptions({
    queryKey: [organizationId, 'roles', 'list'],
    queryFn: () => unwrap(api.GET('/api/v1/roles', { params: { query: { limit: 200 } } })),
  });
