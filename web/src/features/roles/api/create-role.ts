import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import { useOrganizationId } from '@/api/use-session';

export function useCreateRole() {
  const organizationId = useOrganizationId();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: { name: string; description: string }) =>
      unwrap(api.POST('/api/v1/roles', { body: { ...body, permissions: [] } })),
    onSuccess: () => void queryClient.invalidateQueries({ queryKey: [organizationId, 'roles'] }),
  });
}
