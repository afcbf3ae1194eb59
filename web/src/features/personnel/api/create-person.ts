import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import type { CreatedPerson, CreatePersonRequest } from '@/api/types';
import { useOrganizationId } from '@/api/use-session';

export function useCreatePerson() {
  const organizationId = useOrganizationId();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: CreatePersonRequest): Promise<CreatedPerson> =>
      unwrap(api.POST('/api/v1/people', { body })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: [organizationId, 'people'] }),
  });
}
