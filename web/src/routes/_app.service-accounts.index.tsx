import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { createFileRoute } from '@tanstack/react-router';
import { useOrganizationId } from '@/api/use-session';
import { Card } from '@/components/Card';
import { ListToolbar } from '@/components/ListToolbar';
import { listSearch } from '@/components/list-search';
import { PageHeader } from '@/components/PageHeader';
import { useTitle } from '@/components/use-title';
import { useMe } from '@/features/personnel/api/get-me';
import { listPermissions } from '@/features/roles/api/list-permissions';
import { CreateServiceAccountDialog } from '@/features/tokens/components/CreateServiceAccountDialog';
import { ServiceAccountsTable } from '@/features/tokens/components/ServiceAccountsTable';

export const Route = createFileRoute('/_app/service-accounts/')({
  validateSearch: (search: Record<string, unknown>) => listSearch(search, ['q']),
  component: ServiceAccountsPage,
});

function ServiceAccountsPage() {
  useTitle('Service accounts');
  const { q } = Route.useSearch();
  const navigate = Route.useNavigate();
  const me = useMe();
  const mayCreate = me.can('service-accounts:write');
  const permissions = useQuery({ ...listPermissions(useOrganizationId()), enabled: mayCreate });
  const [creating, { open, close }] = useDisclosure();
  const createButton = mayCreate && (
    <Button leftSection={<IconPlus size={16} />} onClick={open}>
      Create service account
    </Button>
  );
  return (
    <>
      <PageHeader
        title="Service accounts"
        description="Programs that call the API under a name of their own."
        actions={createButton}
      />
      <Card flush>
        <ListToolbar
          searchLabel="Search by name"
          q={q}
          onSearch={(text) => navigate({ search: text ? { q: text } : {}, replace: true })}
          filtered={Boolean(q)}
          onClear={() => navigate({ search: {}, replace: true })}
        />
        <ServiceAccountsTable q={q} emptyAction={createButton} />
      </Card>
      {mayCreate && (
        <CreateServiceAccountDialog
          opened={creating}
          permissions={(permissions.data ?? []).filter(({ name }) => me.can(name))}
          onCreated={(account) =>
            navigate({ to: '/service-accounts/$serviceAccountId', params: { serviceAccountId: account.id } })
          }
          onClose={close}
        />
      )}
    </>
  );
}
