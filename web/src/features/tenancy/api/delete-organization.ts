import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';

export function useDeleteOrganization(id: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (confirm: string) =>
      unwrap(
        api.DELETE('/api/v1/instance/organizations/{id}', { params: { path: { id } }, body: { confirm } }),
      ),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['instance', 'organizations'] }),
  });
}
