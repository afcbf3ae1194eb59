import { infiniteQueryOptions } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';

export const listOperators = () =>
  infiniteQueryOptions({
    queryKey: ['instance', 'operators'],
    queryFn: ({ pageParam }) =>
      unwrap(api.GET('/api/v1/instance/operators', { params: { query: { cursor: pageParam } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
