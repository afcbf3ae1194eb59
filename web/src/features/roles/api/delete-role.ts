import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import type { Role } from '@/api/types';
import { useOrganizationId } from '@/api/use-session';
import { getRole } from './get-role';

export function useDeleteRole(role: Pick<Role, 'id' | 'version'>) {
  const organizationId = useOrganizationId();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (reassignTo: string | null) =>
      unwrap(
        api.DELETE('/api/v1/roles/{id}', {
          params: {
            path: { id: role.id },
            query: reassignTo ? { reassignTo } : {},
            header: { 'If-Match': `"${role.version}"` },
          },
        }),
      ),
    onSuccess: () => {
      queryClient.removeQueries({ queryKey: getRole(organizationId, role.id).queryKey });
      void queryClient.invalidateQueries({ queryKey: [organizationId] });
    },
  });
}
