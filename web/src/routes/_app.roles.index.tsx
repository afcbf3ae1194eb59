import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus, IconShieldLock } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { createFileRoute, Link } from '@tanstack/react-router';
import type { Role } from '@/api/types';
import { useOrganizationId } from '@/api/use-session';
import { Card } from '@/components/Card';
import { type Column, DataTable } from '@/components/DataTable';
import { EmptyState } from '@/components/EmptyState';
import { ListToolbar } from '@/components/ListToolbar';
import { listSearch } from '@/components/list-search';
import { PageHeader } from '@/components/PageHeader';
import { StatusBadge } from '@/components/StatusBadge';
import { useTitle } from '@/components/use-title';
import { useMe } from '@/features/personnel/api/get-me';
import { browseRoles, listRoles } from '@/features/roles/api/list-roles';
import { CreateRoleDialog } from '@/features/roles/components/CreateRoleDialog';

export const Route = createFileRoute('/_app/roles/')({
  validateSearch: (search: Record<string, unknown>) => listSearch(search, ['q']),
  component: RolesPage,
});

const COLUMNS: Column<Role>[] = [
  {
    key: 'name',
    header: 'Name',
    cell: (role) => (
      <Link to="/roles/$roleId" params={{ roleId: role.id }} tabIndex={-1}>
        {role.name}
      </Link>
    ),
  },
  {
    key: 'description',
    header: 'Description',
    cell: (role) => role.description || <span className="dimmed">—</span>,
  },
  {
    key: 'permissions',
    header: 'Permissions',
    align: 'end',
    cell: (role) => (role.permissions.includes('admin') ? 'All' : role.permissions.length),
  },
  { key: 'members', header: 'People', align: 'end', cell: (role) => role.memberCount },
  {
    key: 'kind',
    header: 'Kind',
    width: '120px',
    cell: (role) =>
      role.builtIn ? <StatusBadge status="built-in" /> : <span className="dimmed">Your own</span>,
  },
];

function RolesPage() {
  useTitle('Roles');
  const { q } = Route.useSearch();
  const navigate = Route.useNavigate();
  const organizationId = useOrganizationId();
  const mayWrite = useMe().can('roles:write');
  const query = useInfiniteQuery(browseRoles(organizationId, q ? { q } : {}));
  const [creating, { open, close }] = useDisclosure();
  const roles = useQuery({ ...listRoles(organizationId), enabled: creating });
  return (
    <>
      <PageHeader
        title="Roles"
        description="What people may do. A person’s token can do the same, and no more."
        actions={
          mayWrite && (
            <Button leftSection={<IconPlus size={16} />} onClick={open}>
              Create role
            </Button>
          )
        }
      />
      <Card flush>
        <ListToolbar
          searchLabel="Search by name"
          q={q}
          onSearch={(text) => navigate({ search: text ? { q: text } : {}, replace: true })}
          filtered={Boolean(q)}
          onClear={() => navigate({ search: {}, replace: true })}
        />
        <DataTable
          label="Roles"
          columns={COLUMNS}
          query={query}
          rowKey={(role) => role.id}
          onOpen={(role) => navigate({ to: '/roles/$roleId', params: { roleId: role.id } })}
          empty={
            q ? (
              <EmptyState icon={<IconShieldLock />} title="No role matches">
                Try fewer letters, or clear the search.
              </EmptyState>
            ) : (
              <EmptyState icon={<IconShieldLock />} title="No roles">
                The built-in roles are missing. Ask whoever runs this instance.
              </EmptyState>
            )
          }
        />
      </Card>
      {mayWrite && (
        <CreateRoleDialog
          opened={creating}
          roles={roles.data?.items ?? []}
          onCreated={(role) => navigate({ to: '/roles/$roleId', params: { roleId: role.id } })}
          onClose={close}
        />
      )}
    </>
  );
}
