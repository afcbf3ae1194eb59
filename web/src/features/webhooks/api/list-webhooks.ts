import { infiniteQueryOptions } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';

export const listWebhooks = (organizationId: string) =>
  infiniteQueryOptions({
    queryKey: [organizationId, 'webhooks', 'list'],
    queryFn: ({ pageParam }) =>
      unwrap(api.GET('/api/v1/webhooks', { params: { query: { cursor: pageParam } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
