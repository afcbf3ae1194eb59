import { infiniteQueryOptions } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';

export const listParkedMessages = () =>
  infiniteQueryOptions({
    queryKey: ['instance', 'parked-messages'],
    queryFn: ({ pageParam }) =>
      unwrap(api.GET('/api/v1/instance/parked-messages', { params: { query: { cursor: pageParam } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
