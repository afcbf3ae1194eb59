import { Button, Select } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconBuildingCommunity, IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { createFileRoute, Link } from '@tanstack/react-router';
import type { InstanceOrganization } from '@/api/types';
import { Card } from '@/components/Card';
import { type Column, DataTable } from '@/components/DataTable';
import { EmptyState } from '@/components/EmptyState';
import { ListToolbar } from '@/components/ListToolbar';
import { listSearch } from '@/components/list-search';
import { PageHeader } from '@/components/PageHeader';
import { StatusBadge } from '@/components/StatusBadge';
import { useTitle } from '@/components/use-title';
import { When } from '@/components/When';
import { listOrganizations } from '@/features/tenancy/api/list-organizations';
import { CreateOrganizationDialog } from '@/features/tenancy/components/CreateOrganizationDialog';

const KEYS = ['q', 'status', 'sort'] as const;

export const Route = createFileRoute('/_app/instance/organizations/')({
  validateSearch: (search: Record<string, unknown>) => listSearch(search, KEYS),
  component: OrganizationsPage,
});

const COLUMNS: Column<InstanceOrganization>[] = [
  {
    key: 'name',
    header: 'Name',
    sort: 'name',
    cell: ({ id, name }) => (
      <Link to="/instance/organizations/$organizationId" params={{ organizationId: id }} tabIndex={-1}>
        {name}
      </Link>
    ),
  },
  { key: 'slug', header: 'Short name', sort: 'slug', cell: ({ slug }) => <code>{slug}</code> },
  { key: 'people', header: 'People', align: 'end', cell: ({ people }) => people.toLocaleString('en') },
  { key: 'tokens', header: 'Live tokens', align: 'end', cell: ({ tokens }) => tokens.toLocaleString('en') },
  { key: 'status', header: 'Status', cell: ({ status }) => <StatusBadge status={status} /> },
  {
    key: 'createdAt',
    header: 'Created',
    sort: 'createdAt',
    cell: ({ createdAt }) => <When at={createdAt} />,
  },
];

function OrganizationsPage() {
  useTitle('Organizations');
  const { q, status, sort } = Route.useSearch();
  const navigate = Route.useNavigate();
  const query = useInfiniteQuery(
    listOrganizations({ ...(q ? { q } : {}), ...(status ? { status } : {}), ...(sort ? { sort } : {}) }),
  );
  const [creating, { open, close }] = useDisclosure();
  const change = (search: Partial<ReturnType<typeof Route.useSearch>>) =>
    navigate({ search: (before) => listSearch({ ...before, ...search }, KEYS), replace: true });
  const openOrganization = (organizationId: string) =>
    navigate({ to: '/instance/organizations/$organizationId', params: { organizationId } });
  const createButton = (
    <Button leftSection={<IconPlus size={16} />} onClick={open}>
      Create organization
    </Button>
  );
  return (
    <>
      <PageHeader
        title="Organizations"
        description="The tenants of this instance: how they stand and how large they are. What is inside them is theirs."
        actions={createButton}
      />
      <Card flush>
        <ListToolbar
          searchLabel="Search by name or short name"
          q={q}
          onSearch={(text) => change({ q: text ?? '' })}
          filtered={Boolean(q ?? status)}
          onClear={() => navigate({ search: listSearch({ sort }, KEYS), replace: true })}
        >
          <Select
            aria-label="Status"
            placeholder="Any status"
            clearable
            data={[
              { value: 'active', label: 'Active' },
              { value: 'suspended', label: 'Suspended' },
              { value: 'deleting', label: 'Deleted' },
            ]}
            value={status ?? null}
            onChange={(value) => change({ status: value ?? '' })}
          />
        </ListToolbar>
        <DataTable
          label="Organizations"
          columns={COLUMNS}
          query={query}
          rowKey={({ id }) => id}
          onOpen={({ id }) => openOrganization(id)}
          sort={sort}
          onSort={(by) => change({ sort: by ?? '' })}
          empty={
            (q ?? status) ? (
              <EmptyState icon={<IconBuildingCommunity />} title="No organization matches">
                Search finds a part of a name or of a short name. Try fewer letters, or clear the filters.
              </EmptyState>
            ) : (
              <EmptyState icon={<IconBuildingCommunity />} title="No organizations yet" action={createButton}>
                Create the first one and invite its administrator, who does the rest.
              </EmptyState>
            )
          }
        />
      </Card>
      <CreateOrganizationDialog opened={creating} onOpen={openOrganization} onClose={close} />
    </>
  );
}
