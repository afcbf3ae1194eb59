import { infiniteQueryOptions } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';

/** How long it takes to see what came of a delivery that is under way. */
const LOOK_AGAIN = 2000;

export const listWebhookDeliveries = (organizationId: string, id: string, filters: { status?: string }) =>
  infiniteQueryOptions({
    queryKey: [organizationId, 'webhooks', 'deliveries', id, filters],
    queryFn: ({ pageParam }) =>
      unwrap(
        api.GET('/api/v1/webhooks/{id}/deliveries', {
          params: { path: { id }, query: { ...filters, cursor: pageParam } },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    refetchInterval: ({ state }) =>
      state.data?.pages.some((page) => page.items.some(({ status }) => status === 'pending')) && LOOK_AGAIN,
  });
