import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import type { InstanceOrganization } from '@/api/types';

export function useUpdateInstanceOrganization({ id, version }: Pick<InstanceOrganization, 'id' | 'version'>) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: { name: string; slug: string }) =>
      unwrap(
        api.PATCH('/api/v1/instance/organizations/{id}', {
          params: { path: { id }, header: { 'If-Match': `"${version}"` } },
          body,
        }),
      ),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['instance', 'organizations'] }),
  });
}
