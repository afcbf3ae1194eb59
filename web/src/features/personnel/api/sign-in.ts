import { useMutation } from '@tanstack/react-query';
import { api, session, unwrap } from '@/api/client';
import type { SignInRequest } from '@/api/types';

export function useSignIn() {
  return useMutation({
    mutationFn: (body: SignInRequest) =>
      unwrap(api.POST('/api/v1/auth/sign-in', { params: { query: { cookie: true } }, body })),
    onSuccess: (answer) => session.signIn(answer),
  });
}
