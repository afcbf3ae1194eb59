import { Button, Group, Skeleton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { createFileRoute } from '@tanstack/react-router';
import { useOrganizationId } from '@/api/use-session';
import { Card } from '@/components/Card';
import { ErrorState } from '@/components/ErrorState';
import { PageHeader } from '@/components/PageHeader';
import { ScopeList } from '@/components/ScopeList';
import { StatusBadge } from '@/components/StatusBadge';
import { useTitle } from '@/components/use-title';
import { useMe } from '@/features/personnel/api/get-me';
import { listPermissions } from '@/features/roles/api/list-permissions';
import { getOrganization } from '@/features/tenancy/api/get-organization';
import { getServiceAccount } from '@/features/tokens/api/get-service-account';
import { IssueTokenDialog } from '@/features/tokens/components/IssueTokenDialog';
import { OwnersTokens } from '@/features/tokens/components/OwnersTokens';
import { ServiceAccountActions } from '@/features/tokens/components/ServiceAccountActions';

export const Route = createFileRoute('/_app/service-accounts/$serviceAccountId')({
  component: ServiceAccountPage,
});

const PARENT = { label: 'Service accounts', to: '/service-accounts' };

function ServiceAccountPage() {
  const { serviceAccountId } = Route.useParams();
  const organizationId = useOrganizationId();
  const me = useMe();
  const query = useQuery(getServiceAccount(organizationId, serviceAccountId));
  const mayCreate = me.can('tokens:write');
  const mayWrite = me.can('service-accounts:write');
  const permissions = useQuery({ ...listPermissions(organizationId), enabled: mayCreate || mayWrite });
  const givable = (permissions.data ?? []).filter(({ name }) => me.can(name));
  const organization = useQuery({ ...getOrganization(organizationId), enabled: me.can('organization:read') });
  const [creating, { open, close }] = useDisclosure();
  useTitle(query.data?.name ?? 'Service account');
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (query.isPending) {
    return (
      <>
        <PageHeader parent={PARENT} title={<Skeleton height={24} width={220} my={3} />} />
        <Skeleton height={240} radius="md" />
      </>
    );
  }
  const account = query.data;
  return (
    <>
      <PageHeader
        parent={PARENT}
        title={
          <>
            {account.name} <StatusBadge status={account.status} />
          </>
        }
        description={account.description}
        actions={
          <Group gap="xs">
            {mayWrite && <ServiceAccountActions key={account.id} account={account} permissions={givable} />}
            {mayCreate && account.status === 'active' && (
              <Button leftSection={<IconPlus size={16} />} onClick={open}>
                Create token
              </Button>
            )}
          </Group>
        }
      />
      <div className="stack">
        <Card title="Permissions" description="The most that any of its tokens can do.">
          <ScopeList scopes={account.permissions} />
        </Card>
        {me.can('tokens:read') && (
          <OwnersTokens
            ownerId={account.id}
            none="No token yet. Create one to let the program call the API."
          />
        )}
      </div>
      {mayCreate && (
        <IssueTokenDialog
          key={account.id}
          opened={creating}
          serviceAccountId={account.id}
          permissions={givable}
          allowNonExpiring={organization.data?.tokenPolicy.allowNonExpiring ?? true}
          onClose={close}
        />
      )}
    </>
  );
}
