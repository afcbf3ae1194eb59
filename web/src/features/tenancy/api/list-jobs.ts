import { infiniteQueryOptions } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';

/** All of them at once; as pages, as a table takes them. Runs come and go, so it looks again. */
export const listJobs = () =>
  infiniteQueryOptions({
    queryKey: ['instance', 'jobs'],
    queryFn: async () => {
      const { items } = await unwrap(api.GET('/api/v1/instance/jobs'));
      return { items, nextCursor: null, total: items.length };
    },
    initialPageParam: undefined,
    getNextPageParam: () => undefined,
    refetchInterval: 5_000,
  });
