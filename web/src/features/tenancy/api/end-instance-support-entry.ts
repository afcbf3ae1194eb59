import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import { listInstanceSupportEntries } from './list-instance-support-entries';

export function useEndInstanceSupportEntry(organizationId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (entryId: string) =>
      unwrap(
        api.DELETE('/api/v1/instance/organizations/{id}/support-entries/{entryId}', {
          params: { path: { id: organizationId, entryId } },
        }),
      ),
    onSuccess: () =>
      queryClient.invalidateQueries({ queryKey: listInstanceSupportEntries(organizationId).queryKey }),
  });
}
