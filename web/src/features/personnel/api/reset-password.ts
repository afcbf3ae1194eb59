import { useMutation } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';

export function useResetPassword() {
  return useMutation({
    mutationFn: (body: { token: string; password: string }) =>
      unwrap(api.POST('/api/v1/auth/reset-password', { body })),
  });
}
