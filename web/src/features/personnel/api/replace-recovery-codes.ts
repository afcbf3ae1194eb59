import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import { useOrganizationId } from '@/api/use-session';
import { getAccount } from './get-account';

export function useReplaceRecoveryCodes() {
  const organizationId = useOrganizationId();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: { password: string }) => unwrap(api.POST('/api/v1/account/recovery-codes', { body })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: getAccount(organizationId).queryKey }),
  });
}
