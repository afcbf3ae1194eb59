import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';

export const listNotifications = (organizationId: string) =>
  queryOptions({
    queryKey: [organizationId, 'notifications'],
    queryFn: () => unwrap(api.GET('/api/v1/notifications', { params: { query: { limit: 20 } } })),
    refetchInterval: 60_000,
  });
