import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';

/** Nothing ever changes an entry. */
export const getAuditEntry = (organizationId: string, id: string) =>
  queryOptions({
    queryKey: [organizationId, 'audit', 'entry', id],
    queryFn: () => unwrap(api.GET('/api/v1/audit/{id}', { params: { path: { id } } })),
    staleTime: Number.POSITIVE_INFINITY,
  });
