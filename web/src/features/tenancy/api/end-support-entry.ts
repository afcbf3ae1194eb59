import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import { useOrganizationId } from '@/api/use-session';
import { listSupportEntries } from './list-support-entries';

export function useEndSupportEntry() {
  const organizationId = useOrganizationId();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      unwrap(api.DELETE('/api/v1/organization/support-entries/{id}', { params: { path: { id } } })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: listSupportEntries(organizationId).queryKey }),
  });
}
