import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';

export interface UsagePeriod {
  from: string;
  to: string;
  by: 'hour' | 'day';
}

export const getTokenUsage = (organizationId: string, id: string, period: UsagePeriod) =>
  queryOptions({
    queryKey: [organizationId, 'tokens', id, 'usage', period],
    queryFn: () => unwrap(api.GET('/api/v1/tokens/{id}/usage', { params: { path: { id }, query: period } })),
  });
