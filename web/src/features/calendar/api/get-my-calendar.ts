import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import { problemOf } from '@/api/problem';
import type { MyCalendar } from '@/api/types';

/** One's own calendar feed; null where there is none. */
export const getMyCalendar = (organizationId: string) =>
  queryOptions({
    queryKey: [organizationId, 'my-calendar'],
    queryFn: async (): Promise<MyCalendar | null> => {
      try {
        return await unwrap(api.GET('/api/v1/me/calendar'));
      } catch (error) {
        if (problemOf(error).status === 404) return null;
        throw error;
      }
    },
  });
