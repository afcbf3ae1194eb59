import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import { useOrganizationId } from '@/api/use-session';

/** Caps the tokens there are to what the policy allows. */
export function useApplyTokenPolicy() {
  const organizationId = useOrganizationId();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => unwrap(api.POST('/api/v1/organization/token-policy/apply-to-existing')),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: [organizationId, 'tokens'] }),
  });
}
