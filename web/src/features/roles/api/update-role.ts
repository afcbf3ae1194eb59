import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import type { Role, UpdateRoleRequest } from '@/api/types';
import { useOrganizationId } from '@/api/use-session';
import { getRole } from './get-role';

export function useUpdateRole(role: Pick<Role, 'id' | 'version'>) {
  const organizationId = useOrganizationId();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: UpdateRoleRequest) =>
      unwrap(
        api.PATCH('/api/v1/roles/{id}', {
          params: { path: { id: role.id }, header: { 'If-Match': `"${role.version}"` } },
          body,
        }),
      ),
    onSuccess: async (saved) => {
      queryClient.setQueryData(getRole(organizationId, role.id).queryKey, saved);
      await queryClient.invalidateQueries({ queryKey: [organizationId] });
    },
  });
}
