import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import type { Person, UpdatePersonRequest } from '@/api/types';
import { useOrganizationId } from '@/api/use-session';
import { getPerson } from './get-person';

export function useUpdatePerson(person: Pick<Person, 'id' | 'version'>) {
  const organizationId = useOrganizationId();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: UpdatePersonRequest) =>
      unwrap(
        api.PATCH('/api/v1/people/{id}', {
          params: { path: { id: person.id }, header: { 'If-Match': `"${person.version}"` } },
          body,
        }),
      ),
    onSuccess: async (saved) => {
      queryClient.setQueryData(getPerson(organizationId, person.id).queryKey, saved);
      await queryClient.invalidateQueries({ queryKey: [organizationId] });
    },
  });
}
