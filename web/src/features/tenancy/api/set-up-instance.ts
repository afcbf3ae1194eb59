import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, session, unwrap } from '@/api/client';
import type { SetUpRequest } from '@/api/types';
import { getSetup } from './get-setup';

export function useSetUpInstance() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: SetUpRequest) =>
      unwrap(api.POST('/api/v1/setup', { params: { query: { cookie: true } }, body })),
    onSuccess: (answer) => {
      queryClient.setQueryData(getSetup.queryKey, { required: false });
      session.signIn(answer);
    },
  });
}
