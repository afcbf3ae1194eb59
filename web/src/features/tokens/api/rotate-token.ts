import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import type { RotateTokenRequest } from '@/api/types';
import { useOrganizationId } from '@/api/use-session';

export function useRotateToken(id: string) {
  const organizationId = useOrganizationId();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: RotateTokenRequest) =>
      unwrap(api.POST('/api/v1/tokens/{id}/rotate', { params: { path: { id } }, body })),
    // Not awaited: the caller must get the answer, whatever becomes of the lists.
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: [organizationId, 'tokens'] });
      void queryClient.invalidateQueries({ queryKey: [organizationId, 'service-accounts'] });
    },
  });
}
