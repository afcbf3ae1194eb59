import { useMutation } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';

/** Reads the whole log, so it is done where somebody asks for it. */
export function useVerifyAudit() {
  return useMutation({ mutationFn: () => unwrap(api.GET('/api/v1/audit/verify')) });
}
