import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, session, unwrap } from '@/api/client';

export function useSignOut() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => unwrap(api.POST('/api/v1/auth/sign-out')),
    onSuccess: () => {
      session.signedOut();
      queryClient.clear();
    },
  });
}
