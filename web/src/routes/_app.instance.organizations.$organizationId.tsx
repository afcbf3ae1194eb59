import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { createFileRoute } from '@tanstack/react-router';
import { Card } from '@/components/Card';
import { ErrorState } from '@/components/ErrorState';
import { Facts } from '@/components/Facts';
import { PageHeader } from '@/components/PageHeader';
import { StatusBadge } from '@/components/StatusBadge';
import { useTitle } from '@/components/use-title';
import { When } from '@/components/When';
import { getInstanceOrganization } from '@/features/tenancy/api/get-instance-organization';
import { DeleteOrganization } from '@/features/tenancy/components/DeleteOrganization';
import { InstanceOrganizationForm } from '@/features/tenancy/components/InstanceOrganizationForm';
import { SupportEntries } from '@/features/tenancy/components/SupportEntries';
import { SuspendOrganization } from '@/features/tenancy/components/SuspendOrganization';

export const Route = createFileRoute('/_app/instance/organizations/$organizationId')({
  component: OrganizationPage,
});

const PARENT = { label: 'Organizations', to: '/instance/organizations' };

function OrganizationPage() {
  const { organizationId } = Route.useParams();
  const query = useQuery(getInstanceOrganization(organizationId));
  useTitle(query.data?.name ?? 'Organization');
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (query.isPending) {
    return (
      <>
        <PageHeader parent={PARENT} title={<Skeleton height={24} width={220} my={3} />} />
        <Skeleton height={320} radius="md" />
      </>
    );
  }
  const organization = query.data;
  return (
    <>
      <PageHeader
        parent={PARENT}
        title={organization.name}
        description="A tenant of this instance. What is inside it is its own."
      />
      <div className="stack">
        <Card title="At a glance">
          <Facts
            items={[
              ['Status', <StatusBadge key="status" status={organization.status} />],
              ['People', organization.people.toLocaleString('en')],
              ['Live tokens', organization.tokens.toLocaleString('en')],
              ['Created', <When key="created" at={organization.createdAt} />],
              ['Id', <code key="id">{organization.id}</code>],
            ]}
          />
        </Card>
        {organization.status !== 'deleting' && (
          <>
            <InstanceOrganizationForm key={organization.id} organization={organization} />
            <SuspendOrganization organization={organization} />
            <SupportEntries organizationId={organization.id} />
          </>
        )}
        <DeleteOrganization organization={organization} />
      </div>
    </>
  );
}
