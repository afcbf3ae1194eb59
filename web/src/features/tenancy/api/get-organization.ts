import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';

export const getOrganization = (organizationId: string) =>
  queryOptions({
    queryKey: [organizationId, 'organization'],
    queryFn: () => unwrap(api.GET('/api/v1/organization')),
    staleTime: 300_000,
  });
