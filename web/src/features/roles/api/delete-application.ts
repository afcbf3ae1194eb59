import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import type { Application } from '@/api/types';
import { getApplication } from './get-application';

export function useDeleteApplication(application: Pick<Application, 'id' | 'version'>) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () =>
      unwrap(
        api.DELETE('/api/v1/instance/applications/{id}', {
          params: { path: { id: application.id }, header: { 'If-Match': `"${application.version}"` } },
        }),
      ),
    onSuccess: () => {
      queryClient.removeQueries({ queryKey: getApplication(application.id).queryKey });
      void queryClient.invalidateQueries();
    },
  });
}
