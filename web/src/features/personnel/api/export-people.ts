import { useMutation } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import type { PeopleFilters } from './list-people';

/** The list as it is filtered and sorted, as a CSV file. */
export function useExportPeople() {
  return useMutation({
    mutationFn: async (filters: PeopleFilters): Promise<Blob> =>
      (await unwrap(
        api.GET('/api/v1/people/export', { params: { query: filters }, parseAs: 'blob' }),
      )) as unknown as Blob,
  });
}
