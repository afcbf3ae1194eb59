import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';

export function useCreateApplication() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (name: string) =>
      unwrap(api.POST('/api/v1/instance/applications', { body: { name, resources: [] } })),
    onSuccess: () => void queryClient.invalidateQueries({ queryKey: ['instance', 'applications'] }),
  });
}
