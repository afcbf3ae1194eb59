import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';

/** The account is over all organizations, yet its answer is asked for in one. */
export const getAccount = (organizationId: string) =>
  queryOptions({
    queryKey: [organizationId, 'account'],
    queryFn: () => unwrap(api.GET('/api/v1/account')),
  });
