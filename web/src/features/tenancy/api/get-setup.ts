import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';

/** Public: whether the instance is still empty. */
export const getSetup = queryOptions({
  queryKey: ['instance', 'setup'],
  queryFn: () => unwrap(api.GET('/api/v1/setup')),
});
