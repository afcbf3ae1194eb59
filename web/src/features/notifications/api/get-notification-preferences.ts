import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';

export const getNotificationPreferences = (organizationId: string) =>
  queryOptions({
    queryKey: [organizationId, 'notification-preferences'],
    queryFn: () => unwrap(api.GET('/api/v1/notifications/preferences')),
  });
