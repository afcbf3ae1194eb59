import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import { useOrganizationId } from '@/api/use-session';

export function useRevokeToken(id: string) {
  const organizationId = useOrganizationId();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (reason: string) =>
      unwrap(
        api.POST('/api/v1/tokens/{id}/revoke', {
          params: { path: { id } },
          body: reason ? { reason } : {},
        }),
      ),
    // Not awaited: the caller must get the answer, whatever becomes of the lists.
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: [organizationId, 'tokens'] });
      void queryClient.invalidateQueries({ queryKey: [organizationId, 'my-token'] });
      void queryClient.invalidateQueries({ queryKey: [organizationId, 'service-accounts'] });
    },
  });
}
