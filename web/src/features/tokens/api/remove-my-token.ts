import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import { useOrganizationId } from '@/api/use-session';
import { getMyToken } from './get-my-token';

export function useRemoveMyToken() {
  const organizationId = useOrganizationId();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => unwrap(api.DELETE('/api/v1/me/token', { params: { query: { id } } })),
    // Not awaited: the caller must get the answer, a secret perhaps, whatever becomes of the look-up.
    onSettled: () => {
      void queryClient.invalidateQueries({ queryKey: getMyToken(organizationId).queryKey });
    },
  });
}
