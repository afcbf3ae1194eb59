import { infiniteQueryOptions } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';

export interface PeopleFilters {
  q?: string;
  status?: string;
  roleId?: string;
  apiAccessEnabled?: boolean;
  /** Who holds it, through whichever role. */
  permission?: string;
  sort?: string;
}

export const listPeople = (organizationId: string, filters: PeopleFilters) =>
  infiniteQueryOptions({
    queryKey: [organizationId, 'people', 'list', filters],
    queryFn: ({ pageParam }) =>
      unwrap(api.GET('/api/v1/people', { params: { query: { ...filters, cursor: pageParam } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
