import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import type { OpenSupportEntryRequest } from '@/api/types';
import { listInstanceSupportEntries } from './list-instance-support-entries';

export function useOpenSupportEntry(organizationId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: OpenSupportEntryRequest) =>
      unwrap(
        api.POST('/api/v1/instance/organizations/{id}/support-entries', {
          params: { path: { id: organizationId } },
          body,
        }),
      ),
    onSuccess: () =>
      queryClient.invalidateQueries({ queryKey: listInstanceSupportEntries(organizationId).queryKey }),
  });
}
