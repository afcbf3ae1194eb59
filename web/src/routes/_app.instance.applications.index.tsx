import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconApps, IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { createFileRoute, Link } from '@tanstack/react-router';
import type { Application } from '@/api/types';
import { Card } from '@/components/Card';
import { type Column, DataTable } from '@/components/DataTable';
import { EmptyState } from '@/components/EmptyState';
import { PageHeader } from '@/components/PageHeader';
import { useTitle } from '@/components/use-title';
import { When } from '@/components/When';
import { listApplications } from '@/features/roles/api/list-applications';
import { CreateApplicationDialog } from '@/features/roles/components/CreateApplicationDialog';

export const Route = createFileRoute('/_app/instance/applications/')({ component: ApplicationsPage });

const COLUMNS: Column<Application>[] = [
  {
    key: 'name',
    header: 'Name',
    cell: (application) => (
      <Link
        to="/instance/applications/$applicationId"
        params={{ applicationId: application.id }}
        tabIndex={-1}
      >
        {application.name}
      </Link>
    ),
  },
  {
    key: 'resources',
    header: 'Resources',
    cell: (application) =>
      application.resources.map(({ name }) => name).join(', ') || <span className="dimmed">—</span>,
  },
  {
    key: 'permissions',
    header: 'Permissions',
    align: 'end',
    cell: (application) => application.resources.reduce((sum, { actions }) => sum + actions.length, 0),
  },
  { key: 'createdAt', header: 'Registered', cell: (application) => <When at={application.createdAt} /> },
];

function ApplicationsPage() {
  useTitle('Applications');
  const navigate = Route.useNavigate();
  const query = useInfiniteQuery(listApplications());
  const [creating, { open, close }] = useDisclosure();
  const createButton = (
    <Button leftSection={<IconPlus size={16} />} onClick={open}>
      Register application
    </Button>
  );
  return (
    <>
      <PageHeader
        title="Applications"
        description="Downstream products: they bring permissions of their own and verify tokens of every organization."
        actions={createButton}
      />
      <Card flush>
        <DataTable
          label="Applications"
          columns={COLUMNS}
          query={query}
          rowKey={(application) => application.id}
          onOpen={({ id }) =>
            navigate({ to: '/instance/applications/$applicationId', params: { applicationId: id } })
          }
          empty={
            <EmptyState icon={<IconApps />} title="No applications yet" action={createButton}>
              Register a downstream product, name its resources and actions, and issue the token with which it
              verifies.
            </EmptyState>
          }
        />
      </Card>
      <CreateApplicationDialog
        opened={creating}
        onCreated={({ id }) =>
          navigate({ to: '/instance/applications/$applicationId', params: { applicationId: id } })
        }
        onClose={close}
      />
    </>
  );
}
