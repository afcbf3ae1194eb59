import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';

/** All roles at once, for choosing: an organization has dozens, not thousands. */
export const listRoles = (organizationId: string) =>
  queryOptions({
    queryKey: [organizationId, 'roles', 'all'],
    queryFn: () => unwrap(api.GET('/api/v1/roles', { params: { query: { limit: 200 } } })),
  });

/** Page by page, for the list. */
export const browseRoles = (organizationId: string) =>
  infiniteQueryOptions({
    queryKey: [organizationId, 'roles', 'list'],
    queryFn: ({ pageParam }) =>
      unwrap(api.GET('/api/v1/roles', { params: { query: { cursor: pageParam } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
