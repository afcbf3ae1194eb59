import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';

export interface TokenFilters {
  q?: string;
  status?: string;
  kind?: string;
  ownerId?: string;
  sort?: string;
}

export const listTokens = (organizationId: string, filters: TokenFilters) =>
  infiniteQueryOptions({
    queryKey: [organizationId, 'tokens', 'list', filters],
    queryFn: ({ pageParam }) =>
      unwrap(api.GET('/api/v1/tokens', { params: { query: { ...filters, cursor: pageParam } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });

/** The tokens of one owner, dead ones included. */
export const listTokensOf = (organizationId: string, ownerId: string) =>
  queryOptions({
    queryKey: [organizationId, 'tokens', 'of', ownerId],
    queryFn: () => unwrap(api.GET('/api/v1/tokens', { params: { query: { ownerId, limit: 200 } } })),
  });

/** How many tokens have a status; null where the server does not count. */
export const countTokens = (organizationId: string, status: string) =>
  queryOptions({
    queryKey: [organizationId, 'tokens', 'count', status],
    queryFn: async () =>
      (await unwrap(api.GET('/api/v1/tokens', { params: { query: { status, limit: 1 } } }))).total,
  });

/** What ends first, of what ends within 30 days. */
export const listExpiringTokens = (organizationId: string) =>
  queryOptions({
    queryKey: [organizationId, 'tokens', 'expiring'],
    queryFn: () =>
      unwrap(
        api.GET('/api/v1/tokens', { params: { query: { status: 'expiring', sort: 'expiresAt', limit: 6 } } }),
      ),
  });
