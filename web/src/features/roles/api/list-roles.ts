import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import type { Role } from '@/api/types';

/** All roles at once, for choosing: an organization has dozens or hundreds, not thousands. */
export const listRoles = (organizationId: string) =>
  queryOptions({
    queryKey: [organizationId, 'roles', 'all'],
    queryFn: async () => {
      const items: Role[] = [];
      let cursor: string | undefined;
      do {
        const query = { limit: 200, ...(cursor && { cursor }) };
        const page = await unwrap(api.GET('/api/v1/roles', { params: { query } }));
        items.push(...page.items);
        cursor = page.nextCursor ?? undefined;
      } while (cursor);
      return { items };
    },
  });

/** Page by page, for the list. */
export const browseRoles = (organizationId: string, filters: { q?: string }) =>
  infiniteQueryOptions({
    queryKey: [organizationId, 'roles', 'list', filters],
    queryFn: ({ pageParam }) =>
      unwrap(api.GET('/api/v1/roles', { params: { query: { ...filters, cursor: pageParam } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
