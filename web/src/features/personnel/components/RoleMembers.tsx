import { IconUsers } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import type { Person } from '@/api/types';
import { useOrganizationId } from '@/api/use-session';
import { Card } from '@/components/Card';
import { type Column, DataTable } from '@/components/DataTable';
import { EmptyState } from '@/components/EmptyState';
import { StatusBadge } from '@/components/StatusBadge';
import { listPeople } from '../api/list-people';

const COLUMNS: Column<Person>[] = [
  {
    key: 'name',
    header: 'Name',
    cell: (person) => (
      <Link to="/personnel/$personId" params={{ personId: person.id }} tabIndex={-1}>
        {person.name}
      </Link>
    ),
  },
  { key: 'email', header: 'E-mail', cell: (person) => person.email },
  { key: 'status', header: 'Status', cell: (person) => <StatusBadge status={person.status} /> },
];

/** Who has a role. */
export function RoleMembers({ roleId }: { roleId: string }) {
  const navigate = useNavigate();
  const query = useInfiniteQuery(listPeople(useOrganizationId(), { roleId }));
  return (
    <Card title="People" description="Who has this role. Roles are given on a person’s record." flush>
      <DataTable
        label="People with this role"
        columns={COLUMNS}
        query={query}
        rowKey={(person) => person.id}
        onOpen={(person) => navigate({ to: '/personnel/$personId', params: { personId: person.id } })}
        empty={
          <EmptyState icon={<IconUsers />} title="Nobody has this role">
            Give it to people on their records in Personnel.
          </EmptyState>
        }
      />
    </Card>
  );
}
