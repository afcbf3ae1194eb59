import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';

export const listPermissions = (organizationId: string) =>
  queryOptions({
    queryKey: [organizationId, 'permissions'],
    queryFn: () => unwrap(api.GET('/api/v1/permissions')),
    staleTime: 300_000,
  });
