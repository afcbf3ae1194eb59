import { useMutation } from '@tanstack/react-query';
import { api, session, unwrap } from '@/api/client';

export function useAcceptInvitation() {
  return useMutation({
    mutationFn: (body: { token: string; password: string; code?: string }) =>
      unwrap(api.POST('/api/v1/auth/accept-invitation', { params: { query: { cookie: true } }, body })),
    onSuccess: (answer) => session.signIn(answer),
  });
}
