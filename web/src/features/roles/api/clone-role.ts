import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import { useOrganizationId } from '@/api/use-session';

export function useCloneRole() {
  const organizationId = useOrganizationId();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ id, name }: { id: string; name: string }) =>
      unwrap(api.POST('/api/v1/roles/{id}/clone', { params: { path: { id } }, body: { name } })),
    onSuccess: () => void queryClient.invalidateQueries({ queryKey: [organizationId, 'roles'] }),
  });
}
