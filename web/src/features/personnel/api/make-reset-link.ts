import { useMutation } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';

export function useMakeResetLink(id: string) {
  return useMutation({
    mutationFn: () => unwrap(api.POST('/api/v1/people/{id}/reset-link', { params: { path: { id } } })),
  });
}
