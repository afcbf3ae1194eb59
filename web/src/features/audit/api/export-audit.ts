import { useMutation } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import { chooseDownload } from '@/components/download';
import type { AuditFilters } from './list-audit-entries';

export type ExportFormat = 'ndjson' | 'csv';

/** Saves the log as a file, as it comes in. Answers false where the person chose no place for it. */
export function useExportAudit(filters: AuditFilters) {
  return useMutation({
    mutationFn: async (format: ExportFormat): Promise<boolean> => {
      const save = await chooseDownload(`audit-${new Date().toISOString().slice(0, 10)}.${format}`);
      if (!save) return false;
      const query = { ...filters, format };
      const body = await unwrap(api.GET('/api/v1/audit/export', { params: { query }, parseAs: 'stream' }));
      await save(body as unknown as ReadableStream<Uint8Array>);
      return true;
    },
  });
}
