import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';

export function useResumeOrganization(id: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () =>
      unwrap(api.POST('/api/v1/instance/organizations/{id}/resume', { params: { path: { id } } })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['instance', 'organizations'] }),
  });
}
