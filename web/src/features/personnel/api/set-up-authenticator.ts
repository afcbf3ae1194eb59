import { useMutation } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';

export function useSetUpAuthenticator() {
  return useMutation({
    mutationFn: (body: { password: string }) => unwrap(api.POST('/api/v1/account/authenticator', { body })),
  });
}
