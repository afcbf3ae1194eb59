import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';

/** Looks again by itself, as long as somebody looks at it. */
export const getInstanceHealth = () =>
  queryOptions({
    queryKey: ['instance', 'health'],
    queryFn: () => unwrap(api.GET('/api/v1/instance/health')),
    refetchInterval: 5_000,
  });
