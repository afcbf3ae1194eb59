import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';

export const getWebhook = (organizationId: string, id: string) =>
  queryOptions({
    queryKey: [organizationId, 'webhooks', 'one', id],
    queryFn: () => unwrap(api.GET('/api/v1/webhooks/{id}', { params: { path: { id } } })),
  });
