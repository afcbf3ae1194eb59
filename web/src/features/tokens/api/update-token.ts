import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import type { Token, UpdateTokenRequest } from '@/api/types';
import { useOrganizationId } from '@/api/use-session';
import { getToken } from './get-token';

export function useUpdateToken({ id, version }: Pick<Token, 'id' | 'version'>) {
  const organizationId = useOrganizationId();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: UpdateTokenRequest) =>
      unwrap(
        api.PATCH('/api/v1/tokens/{id}', {
          params: { path: { id }, header: { 'If-Match': `"${version}"` } },
          body,
        }),
      ),
    onSuccess: async (saved) => {
      queryClient.setQueryData(getToken(organizationId, id).queryKey, saved);
      await queryClient.invalidateQueries({ queryKey: [organizationId, 'tokens'] });
    },
  });
}
