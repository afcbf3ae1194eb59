import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, session, unwrap } from '@/api/client';
import { useOrganizationId } from '@/api/use-session';

/** Every session ends, this one too; the answer begins a new one here. */
export function useChangePassword() {
  const organizationId = useOrganizationId();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: { currentPassword: string; newPassword: string }) =>
      unwrap(api.POST('/api/v1/account/password', { params: { query: { cookie: true } }, body })),
    onSuccess: (answer) => {
      session.signIn(answer);
      return queryClient.invalidateQueries({ queryKey: [organizationId] });
    },
  });
}
