import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import { useOrganizationId } from '@/api/use-session';
import { createPasskey } from '../passkeys';
import { getAccount } from './get-account';

/** Asks for the options, lets the browser make the key, and hands it in. */
export function useAddPasskey() {
  const organizationId = useOrganizationId();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async ({ password, name }: { password: string; name: string }) => {
      const { ticket, options } = await unwrap(
        api.POST('/api/v1/account/passkeys/options', { body: { password } }),
      );
      const credential = await createPasskey(options);
      return unwrap(api.POST('/api/v1/account/passkeys', { body: { ticket, name, credential } }));
    },
    onSuccess: () => queryClient.invalidateQueries({ queryKey: getAccount(organizationId).queryKey }),
  });
}
