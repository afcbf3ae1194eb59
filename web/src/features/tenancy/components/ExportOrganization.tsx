import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import type { Organization } from '@/api/types';
import { Card } from '@/components/Card';
import { download } from '@/components/download';
import { ErrorNotice } from '@/components/ErrorNotice';
import { useExportOrganization } from '../api/export-organization';

/** Everything of the organization, to take along. */
export function ExportOrganization({ organization }: { organization: Organization }) {
  const run = useExportOrganization();
  return (
    <Card
      title="Export"
      description="Everything of the organization as one ZIP: a file of JSON lines for each kind of thing, and a list of what is in it."
      footer={
        <Button
          variant="default"
          leftSection={<IconDownload size={16} />}
          loading={run.isPending}
          onClick={() =>
            run.mutate(undefined, {
              onSuccess: (file) =>
                download(file, `${organization.slug}-${new Date().toISOString().slice(0, 10)}.zip`),
            })
          }
        >
          Export everything
        </Button>
      }
    >
      <p className="plain-text">
        People, roles, tokens, webhooks, usage and the audit log are in it; passwords, secrets and their
        hashes never are. It holds personal data, and the audit log says who took it.
      </p>
      <ErrorNotice error={run.error} />
    </Card>
  );
}
