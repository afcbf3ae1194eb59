import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';

/** What every list and count of notices is kept under. */
export const notificationsKey = (organizationId: string) => [organizationId, 'notifications'];

/** The newest ones, for the bell. */
export const listNotifications = (organizationId: string) =>
  queryOptions({
    queryKey: [...notificationsKey(organizationId), 'newest'],
    queryFn: () => unwrap(api.GET('/api/v1/notifications', { params: { query: { limit: 8 } } })),
    refetchInterval: 60_000,
  });

export const countUnreadNotifications = (organizationId: string) =>
  queryOptions({
    queryKey: [...notificationsKey(organizationId), 'unread'],
    queryFn: async () => {
      const page = await unwrap(
        api.GET('/api/v1/notifications', { params: { query: { limit: 1, unread: 'true' } } }),
      );
      return page.total ?? 0;
    },
    refetchInterval: 60_000,
  });

export const browseNotifications = (organizationId: string, filters: { unread?: string }) =>
  infiniteQueryOptions({
    queryKey: [...notificationsKey(organizationId), 'list', filters],
    queryFn: ({ pageParam }) =>
      unwrap(api.GET('/api/v1/notifications', { params: { query: { ...filters, cursor: pageParam } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
