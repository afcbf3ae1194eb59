import { infiniteQueryOptions } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';

/** The instance’s, whatever the organization the operator works in. */
export const listApplications = () =>
  infiniteQueryOptions({
    queryKey: ['instance', 'applications', 'list'],
    queryFn: ({ pageParam }) =>
      unwrap(api.GET('/api/v1/instance/applications', { params: { query: { cursor: pageParam } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
