import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import type { IssueTokenRequest } from '@/api/types';
import { useOrganizationId } from '@/api/use-session';

export function useIssueToken() {
  const organizationId = useOrganizationId();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: IssueTokenRequest) => unwrap(api.POST('/api/v1/tokens', { body })),
    // Not awaited: the caller must get the answer, whatever becomes of the lists.
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: [organizationId, 'tokens'] });
      void queryClient.invalidateQueries({ queryKey: [organizationId, 'service-accounts'] });
    },
  });
}
