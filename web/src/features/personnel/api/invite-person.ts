import { useMutation } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';

/** A new link; the one before is good no more. */
export function useInvitePerson(id: string) {
  return useMutation({
    mutationFn: () => unwrap(api.POST('/api/v1/people/{id}/invite', { params: { path: { id } } })),
  });
}
