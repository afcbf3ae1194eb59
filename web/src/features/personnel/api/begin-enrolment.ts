import { useMutation } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';

export function useBeginEnrolment() {
  return useMutation({
    mutationFn: (body: { enrolmentToken: string }) => unwrap(api.POST('/api/v1/auth/enrol', { body })),
  });
}
