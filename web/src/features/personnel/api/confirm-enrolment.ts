import { useMutation } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';

/** The caller signs in with the answer once the recovery codes are stored. */
export function useConfirmEnrolment() {
  return useMutation({
    mutationFn: (body: { enrolmentToken: string; code: string }) =>
      unwrap(api.POST('/api/v1/auth/enrol/confirm', { params: { query: { cookie: true } }, body })),
  });
}
