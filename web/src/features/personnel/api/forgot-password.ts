import { useMutation } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';

export function useForgotPassword() {
  return useMutation({
    mutationFn: (body: { email: string }) => unwrap(api.POST('/api/v1/auth/forgot-password', { body })),
  });
}
