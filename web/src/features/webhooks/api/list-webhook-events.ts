import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';

export const listWebhookEvents = (organizationId: string) =>
  queryOptions({
    queryKey: [organizationId, 'webhook-events'],
    queryFn: () => unwrap(api.GET('/api/v1/webhooks/events')),
    staleTime: Number.POSITIVE_INFINITY,
  });
