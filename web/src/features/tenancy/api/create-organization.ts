import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import type { CreateOrganizationRequest } from '@/api/types';

export function useCreateOrganization() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: CreateOrganizationRequest) =>
      unwrap(api.POST('/api/v1/instance/organizations', { body })),
    onSuccess: () => void queryClient.invalidateQueries({ queryKey: ['instance', 'organizations'] }),
  });
}
