import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import { useOrganizationId } from '@/api/use-session';

export function useCreateServiceAccount() {
  const organizationId = useOrganizationId();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: { name: string; description?: string; permissions: string[] }) =>
      unwrap(api.POST('/api/v1/service-accounts', { body })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: [organizationId, 'service-accounts'] }),
  });
}
