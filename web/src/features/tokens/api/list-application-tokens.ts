import { infiniteQueryOptions } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';

export const listApplicationTokens = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['instance', 'applications', 'tokens', id],
    queryFn: ({ pageParam }) =>
      unwrap(
        api.GET('/api/v1/instance/applications/{id}/tokens', {
          params: { path: { id }, query: { cursor: pageParam } },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
