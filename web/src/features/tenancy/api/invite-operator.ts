import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import { listOperators } from './list-operators';

/** For somebody who was invited before: a new link, in the place of the old one. */
export function useInviteOperator() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (email: string) => unwrap(api.POST('/api/v1/instance/operators', { body: { email } })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: listOperators().queryKey }),
  });
}
