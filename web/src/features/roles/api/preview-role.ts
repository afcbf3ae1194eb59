import { useMutation } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';

/** Who would gain or lose what: by other permissions, or by another role in this one’s place. Nothing is changed. */
export function usePreviewRole(id: string) {
  return useMutation({
    mutationFn: (body: { permissions: string[] } | { reassignTo: string }) =>
      unwrap(api.POST('/api/v1/roles/{id}/preview', { params: { path: { id } }, body })),
  });
}
