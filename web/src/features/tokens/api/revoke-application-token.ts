import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import { listApplicationTokens } from './list-application-tokens';

export function useRevokeApplicationToken(id: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (tokenId: string) =>
      unwrap(
        api.POST('/api/v1/instance/applications/{id}/tokens/{tokenId}/revoke', {
          params: { path: { id, tokenId } },
        }),
      ),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: listApplicationTokens(id).queryKey }),
  });
}
