import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import { listApplicationTokens } from './list-application-tokens';

export function useIssueApplicationToken(id: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: { name: string; expiresAt: string | null }) =>
      unwrap(api.POST('/api/v1/instance/applications/{id}/tokens', { params: { path: { id } }, body })),
    onSuccess: () => void queryClient.invalidateQueries({ queryKey: listApplicationTokens(id).queryKey }),
  });
}
