import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import type { AddPersonRequest, PersonWithInvitation } from '@/api/types';
import { useOrganizationId } from '@/api/use-session';

export function useAddPerson() {
  const organizationId = useOrganizationId();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: AddPersonRequest): Promise<PersonWithInvitation> =>
      unwrap(api.POST('/api/v1/people', { body })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: [organizationId, 'people'] }),
  });
}
