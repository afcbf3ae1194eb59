import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';

export const getWebhookDelivery = (organizationId: string, id: string, deliveryId: string) =>
  queryOptions({
    queryKey: [organizationId, 'webhooks', 'delivery', id, deliveryId],
    queryFn: () =>
      unwrap(
        api.GET('/api/v1/webhooks/{id}/deliveries/{deliveryId}', { params: { path: { id, deliveryId } } }),
      ),
    refetchInterval: ({ state }) => state.data?.status === 'pending' && 2000,
  });
