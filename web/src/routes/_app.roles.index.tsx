import { IconShieldLock } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { createFileRoute, Link } from '@tanstack/react-router';
import type { Role } from '@/api/types';
import { useOrganizationId } from '@/api/use-session';
import { Card } from '@/components/Card';
import { type Column, DataTable } from '@/components/DataTable';
import { EmptyState } from '@/components/EmptyState';
import { PageHeader } from '@/components/PageHeader';
import { useTitle } from '@/components/use-title';
import { browseRoles } from '@/features/roles/api/list-roles';

export const Route = createFileRoute('/_app/roles/')({ component: RolesPage });

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
    cell: (role) => <span className="dimmed">{role.builtIn ? 'Built in' : 'Your own'}</span>,
  },
];

function RolesPage() {
  useTitle('Roles');
  const navigate = Route.useNavigate();
  const query = useInfiniteQuery(browseRoles(useOrganizationId()));
  return (
    <>
      <PageHeader
        title="Roles"
        description="What people may do. A person’s token can do the same, and no more."
      />
      <Card flush>
        <DataTable
          label="Roles"
          columns={COLUMNS}
          query={query}
          rowKey={(role) => role.id}
          onOpen={(role) => navigate({ to: '/roles/$roleId', params: { roleId: role.id } })}
          empty={
            <EmptyState icon={<IconShieldLock />} title="No roles">
              The built-in roles are missing. Ask whoever runs this instance.
            </EmptyState>
          }
        />
      </Card>
    </>
  );
}
