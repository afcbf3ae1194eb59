import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import { listJobs } from './list-jobs';

/** Has it run; what comes of it is among its runs a moment later. */
export function useRunJob() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (name: string) =>
      unwrap(api.POST('/api/v1/instance/jobs/{name}/run', { params: { path: { name } } })),
    onSuccess: async () => {
      await new Promise((resolve) => setTimeout(resolve, 600));
      await queryClient.invalidateQueries({ queryKey: listJobs().queryKey });
    },
  });
}
