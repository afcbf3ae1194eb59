import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import type { Application, UpdateApplicationRequest } from '@/api/types';
import { getApplication } from './get-application';

export function useUpdateApplication(application: Pick<Application, 'id' | 'version'>) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: UpdateApplicationRequest) =>
      unwrap(
        api.PATCH('/api/v1/instance/applications/{id}', {
          params: { path: { id: application.id }, header: { 'If-Match': `"${application.version}"` } },
          body,
        }),
      ),
    onSuccess: async (saved) => {
      queryClient.setQueryData(getApplication(application.id).queryKey, saved);
      // The catalogue has changed, and with it roles and tokens of the organization on display.
      await queryClient.invalidateQueries();
    },
  });
}
