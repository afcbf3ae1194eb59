import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';

export function useSuspendOrganization(id: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (reason: string) =>
      unwrap(
        api.POST('/api/v1/instance/organizations/{id}/suspend', {
          params: { path: { id } },
          body: { reason: reason || null },
        }),
      ),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['instance', 'organizations'] }),
  });
}
