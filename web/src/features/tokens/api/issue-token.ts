import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import type { IssueTokenRequest } from '@/api/types';
import { useOrganizationId } from '@/api/use-session';

export function useIssueToken() {
  const organizationId = useOrganizationId();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: IssueTokenRequest) => unwrap(api.POST('/api/v1/tokens', { body })),
    onSuccess: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: [organizationId, 'tokens'] }),
        queryClient.invalidateQueries({ queryKey: [organizationId, 'service-accounts'] }),
      ]),
  });
}
