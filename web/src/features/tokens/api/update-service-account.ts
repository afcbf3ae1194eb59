import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import type { ServiceAccount, UpdateServiceAccountRequest } from '@/api/types';
import { useOrganizationId } from '@/api/use-session';
import { getServiceAccount } from './get-service-account';

export function useUpdateServiceAccount({ id, version }: Pick<ServiceAccount, 'id' | 'version'>) {
  const organizationId = useOrganizationId();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: UpdateServiceAccountRequest) =>
      unwrap(
        api.PATCH('/api/v1/service-accounts/{id}', {
          params: { path: { id }, header: { 'If-Match': `"${version}"` } },
          body,
        }),
      ),
    onSuccess: async (saved) => {
      queryClient.setQueryData(getServiceAccount(organizationId, id).queryKey, saved);
      await queryClient.invalidateQueries({ queryKey: [organizationId, 'service-accounts'] });
      await queryClient.invalidateQueries({ queryKey: [organizationId, 'tokens'] });
    },
  });
}
