import { infiniteQueryOptions } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';

export interface AuditFilters {
  actorId?: string;
  action?: string;
  targetId?: string;
  /** The earliest time. */
  from?: string;
  /** The time before which it happened. */
  to?: string;
}

export const listAuditEntries = (organizationId: string, filters: AuditFilters) =>
  infiniteQueryOptions({
    queryKey: [organizationId, 'audit', 'list', filters],
    queryFn: ({ pageParam }) =>
      unwrap(api.GET('/api/v1/audit', { params: { query: { ...filters, cursor: pageParam } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
