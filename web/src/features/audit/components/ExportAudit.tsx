import { Button, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconDownload } from '@tabler/icons-react';
import { messageOf } from '@/api/problem';
import { type ExportFormat, useExportAudit } from '../api/export-audit';
import type { AuditFilters } from '../api/list-audit-entries';

/** The log as it is filtered, all of it. */
export function ExportAudit({ filters }: { filters: AuditFilters }) {
  const run = useExportAudit(filters);
  const start = (format: ExportFormat) =>
    run.mutate(format, {
      onSuccess: (saved) => saved && notifications.show({ message: 'The log was saved.' }),
      onError: (error) =>
        notifications.show({ color: 'red', message: `Nothing was saved. ${messageOf(error)}` }),
    });
  return (
    <Menu>
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={16} />} loading={run.isPending}>
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => start('ndjson')}>NDJSON, with a signed checkpoint</Menu.Item>
        <Menu.Item onClick={() => start('csv')}>CSV, for spreadsheets</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
