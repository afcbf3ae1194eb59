import { infiniteQueryOptions } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';

export interface OrganizationFilters {
  q?: string;
  status?: string;
  sort?: string;
}

export const listOrganizations = (filters: OrganizationFilters = {}) =>
  infiniteQueryOptions({
    queryKey: ['instance', 'organizations', 'list', filters],
    queryFn: ({ pageParam }) =>
      unwrap(
        api.GET('/api/v1/instance/organizations', { params: { query: { ...filters, cursor: pageParam } } }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
