import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import type { RotateTokenRequest } from '@/api/types';
import { useOrganizationId } from '@/api/use-session';
import { getMyToken } from './get-my-token';

export function useRotateMyToken(id: string) {
  const organizationId = useOrganizationId();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: RotateTokenRequest) =>
      unwrap(api.POST('/api/v1/me/token/rotate', { params: { query: { id } }, body })),
    // Not awaited: the caller must get the answer, a secret perhaps, whatever becomes of the look-up.
    onSettled: () => {
      void queryClient.invalidateQueries({ queryKey: getMyToken(organizationId).queryKey });
    },
  });
}
