import { infiniteQueryOptions } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';

/** As operators see them, of any organization. */
export const listInstanceSupportEntries = (organizationId: string) =>
  infiniteQueryOptions({
    queryKey: ['instance', 'support-entries', organizationId],
    queryFn: ({ pageParam }) =>
      unwrap(
        api.GET('/api/v1/instance/organizations/{id}/support-entries', {
          params: { path: { id: organizationId }, query: { cursor: pageParam } },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
