import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import { useOrganizationId } from '@/api/use-session';

export function useRotateWebhookSecret(id: string) {
  const organizationId = useOrganizationId();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (overlapHours: number) =>
      unwrap(
        api.POST('/api/v1/webhooks/{id}/rotate-secret', { params: { path: { id } }, body: { overlapHours } }),
      ),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: [organizationId, 'webhooks'] }),
    gcTime: 0, // it has a secret in it
  });
}
