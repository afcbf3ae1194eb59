import { infiniteQueryOptions } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';

/** Of the organization that one is in. */
export const listSupportEntries = (organizationId: string) =>
  infiniteQueryOptions({
    queryKey: [organizationId, 'support-entries'],
    queryFn: ({ pageParam }) =>
      unwrap(api.GET('/api/v1/organization/support-entries', { params: { query: { cursor: pageParam } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
