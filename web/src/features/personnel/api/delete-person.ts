import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import type { Person } from '@/api/types';
import { useOrganizationId } from '@/api/use-session';
import { getPerson } from './get-person';

export function useDeletePerson(person: Pick<Person, 'id' | 'version'>) {
  const organizationId = useOrganizationId();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () =>
      unwrap(
        api.DELETE('/api/v1/people/{id}', {
          params: { path: { id: person.id }, header: { 'If-Match': `"${person.version}"` } },
        }),
      ),
    // The record itself is not asked for again: it is gone, and the page is about to be left.
    onSuccess: () =>
      void queryClient.invalidateQueries({
        queryKey: [organizationId],
        predicate: ({ queryKey }) => queryKey[3] !== getPerson(organizationId, person.id).queryKey[3],
      }),
  });
}
