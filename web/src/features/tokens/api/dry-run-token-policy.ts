import { useMutation } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import type { TokenPolicy } from '@/api/types';

/** Which tokens a policy would break; changes nothing. */
export function useDryRunTokenPolicy() {
  return useMutation({
    mutationFn: (body: TokenPolicy) =>
      unwrap(api.POST('/api/v1/organization/token-policy/dry-run', { body })),
  });
}
