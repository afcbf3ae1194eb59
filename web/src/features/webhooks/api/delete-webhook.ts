import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import { useOrganizationId } from '@/api/use-session';

export function useDeleteWebhook(id: string) {
  const organizationId = useOrganizationId();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => unwrap(api.DELETE('/api/v1/webhooks/{id}', { params: { path: { id } } })),
    // Not awaited, and the record itself is left alone: there is nothing to read again.
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: [organizationId, 'webhooks', 'list'] });
    },
  });
}
