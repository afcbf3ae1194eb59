import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import { useOrganizationId } from '@/api/use-session';

export function useSetRolesOfPerson(id: string) {
  const organizationId = useOrganizationId();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (roleIds: string[]) =>
      unwrap(api.PUT('/api/v1/people/{id}/roles', { params: { path: { id } }, body: { roleIds } })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: [organizationId] }),
  });
}
