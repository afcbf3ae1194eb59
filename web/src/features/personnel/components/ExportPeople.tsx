import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconDownload } from '@tabler/icons-react';
import { messageOf } from '@/api/problem';
import { download } from '@/components/download';
import { useExportPeople } from '../api/export-people';
import type { PeopleFilters } from '../api/list-people';

/** The people that the list shows now, all pages of them. */
export function ExportPeople({ filters }: { filters: PeopleFilters }) {
  const run = useExportPeople();
  return (
    <Button
      variant="default"
      leftSection={<IconDownload size={16} />}
      loading={run.isPending}
      onClick={() =>
        run.mutate(filters, {
          onSuccess: (file) => download(file, 'people.csv'),
          onError: (error) => notifications.show({ color: 'red', message: messageOf(error) }),
        })
      }
    >
      Export
    </Button>
  );
}
