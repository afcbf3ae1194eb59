import { useMutation } from '@tanstack/react-query';
import { api, session, unwrap } from '@/api/client';

export function useSignIn() {
  return useMutation({
    mutationFn: (body: { email: string; password: string; code?: string }) =>
      unwrap(api.POST('/api/v1/auth/sign-in', { params: { query: { cookie: true } }, body })),
    onSuccess: (answer) => session.signIn(answer),
  });
}
