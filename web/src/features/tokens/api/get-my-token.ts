import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import { problemOf } from '@/api/problem';
import type { Token } from '@/api/types';

/** The caller's own token; null while there is none. */
export const getMyToken = (organizationId: string) =>
  queryOptions({
    queryKey: [organizationId, 'my-token'],
    queryFn: async (): Promise<Token | null> => {
      try {
        return await unwrap(api.GET('/api/v1/me/token'));
      } catch (error) {
        if (problemOf(error).status === 404) return null;
        throw error;
      }
    },
  });
