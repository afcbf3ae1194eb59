import { useMutation } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';

/** Everything of the organization, as a ZIP. */
export function useExportOrganization() {
  return useMutation({
    mutationFn: async (): Promise<Blob> =>
      (await unwrap(api.GET('/api/v1/organization/export', { parseAs: 'blob' }))) as unknown as Blob,
  });
}
