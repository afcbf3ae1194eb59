import { useMutation } from '@tanstack/react-query';
import { api, session, unwrap } from '@/api/client';
import { presentPasskey } from '../passkeys';

export function useSignInWithPasskey() {
  return useMutation({
    mutationFn: async () => {
      const { ticket, options } = await unwrap(api.POST('/api/v1/auth/passkey/options'));
      const credential = await presentPasskey(options);
      return unwrap(
        api.POST('/api/v1/auth/passkey', {
          params: { query: { cookie: true } },
          body: { ticket, credential },
        }),
      );
    },
    onSuccess: (answer) => session.signIn(answer),
  });
}
