import { IconKey, IconUsers } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Person } from '@/api/types';
import { useOrganizationId } from '@/api/use-session';
import { type Column, DataTable } from '@/components/DataTable';
import { EmptyState } from '@/components/EmptyState';
import { StatusBadge } from '@/components/StatusBadge';
import { When } from '@/components/When';
import { listPeople, type PeopleFilters } from '../api/list-people';
import classes from './PeopleTable.module.css';

interface Props {
  filters: PeopleFilters;
  filtered: boolean;
  onSort: (sort: string | undefined) => void;
  emptyAction: ReactNode;
}

const COLUMNS: Column<Person>[] = [
  {
    key: 'name',
    header: 'Name',
    sort: 'name',
    cell: (person) => (
      <div className={classes.person}>
        <Link to="/personnel/$personId" params={{ personId: person.id }} tabIndex={-1}>
          {person.name}
        </Link>
        <span className="dimmed">{person.email}</span>
      </div>
    ),
  },
  { key: 'title', header: 'Title', cell: (person) => person.title ?? <span className="dimmed">—</span> },
  {
    key: 'roles',
    header: 'Roles',
    cell: (person) =>
      person.roles.map((role) => role.name).join(', ') || <span className="dimmed">No role</span>,
  },
  {
    key: 'api',
    header: 'API access',
    cell: (person) =>
      person.apiAccessEnabled ? (
        <span className={classes.api}>
          <IconKey size={14} aria-hidden /> Enabled
        </span>
      ) : (
        <span className="dimmed">Off</span>
      ),
  },
  {
    key: 'lastSignInAt',
    header: 'Last sign-in',
    sort: 'lastSignInAt',
    cell: (person) => <When at={person.lastSignInAt} />,
  },
  {
    key: 'status',
    header: 'Status',
    sort: 'status',
    cell: (person) => <StatusBadge status={person.status} />,
  },
];

export function PeopleTable({ filters, filtered, onSort, emptyAction }: Props) {
  const organizationId = useOrganizationId();
  const navigate = useNavigate();
  const query = useInfiniteQuery(listPeople(organizationId, filters));
  return (
    <DataTable
      label="People"
      columns={COLUMNS}
      query={query}
      rowKey={(person) => person.id}
      onOpen={(person) => navigate({ to: '/personnel/$personId', params: { personId: person.id } })}
      sort={filters.sort}
      onSort={onSort}
      empty={
        filtered ? (
          <EmptyState icon={<IconUsers />} title="Nobody matches">
            Search finds the beginning of a name, an e-mail address or an employee number. Try fewer letters,
            or clear the filters.
          </EmptyState>
        ) : (
          <EmptyState icon={<IconUsers />} title="Nobody here yet" action={emptyAction}>
            Add the people of your organization. Each gets an invitation and chooses a password.
          </EmptyState>
        )
      }
    />
  );
}
