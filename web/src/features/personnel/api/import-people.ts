import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import { useOrganizationId } from '@/api/use-session';

export const MAX_IMPORT_BYTES = 16 * 1024 * 1024;

/** With `dryRun` the answer says what each line would come to; without it all people are added, or none. */
export function useImportPeople({ dryRun }: { dryRun: boolean }) {
  const organizationId = useOrganizationId();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (file: Blob) =>
      unwrap(
        api.POST('/api/v1/people/import', {
          params: { query: { dryRun } },
          body: file as unknown as string,
          bodySerializer: (body) => body as unknown as Blob,
          headers: { 'Content-Type': 'text/csv' },
        }),
      ),
    onSuccess: async () => {
      if (!dryRun) await queryClient.invalidateQueries({ queryKey: [organizationId] });
    },
  });
}
