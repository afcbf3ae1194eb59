import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';

export const listServiceAccounts = (organizationId: string, filters: { q?: string }) =>
  infiniteQueryOptions({
    queryKey: [organizationId, 'service-accounts', 'list', filters],
    queryFn: ({ pageParam }) =>
      unwrap(api.GET('/api/v1/service-accounts', { params: { query: { ...filters, cursor: pageParam } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });

/** For choosing one in a form. */
export const serviceAccountChoices = (organizationId: string) =>
  queryOptions({
    queryKey: [organizationId, 'service-accounts', 'choices'],
    queryFn: () => unwrap(api.GET('/api/v1/service-accounts', { params: { query: { limit: 200 } } })),
  });
