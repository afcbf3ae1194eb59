import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import type { UpdateWebhookRequest, Webhook } from '@/api/types';
import { useOrganizationId } from '@/api/use-session';
import { getWebhook } from './get-webhook';

export function useUpdateWebhook({ id, version }: Pick<Webhook, 'id' | 'version'>) {
  const organizationId = useOrganizationId();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: UpdateWebhookRequest) =>
      unwrap(
        api.PATCH('/api/v1/webhooks/{id}', {
          params: { path: { id }, header: { 'If-Match': `"${version}"` } },
          body,
        }),
      ),
    onSuccess: async (saved) => {
      queryClient.setQueryData(getWebhook(organizationId, id).queryKey, saved);
      await queryClient.invalidateQueries({ queryKey: [organizationId, 'webhooks'] });
    },
  });
}
