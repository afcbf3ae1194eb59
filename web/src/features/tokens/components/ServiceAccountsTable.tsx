import { IconRobot } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { ServiceAccount } from '@/api/types';
import { useOrganizationId } from '@/api/use-session';
import { type Column, DataTable } from '@/components/DataTable';
import { EmptyState } from '@/components/EmptyState';
import { StatusBadge } from '@/components/StatusBadge';
import { listServiceAccounts } from '../api/list-service-accounts';
import { ScopeSummary } from './ScopeSummary';

const COLUMNS: Column<ServiceAccount>[] = [
  {
    key: 'name',
    header: 'Name',
    cell: (account) => (
      <Link to="/service-accounts/$serviceAccountId" params={{ serviceAccountId: account.id }} tabIndex={-1}>
        {account.name}
      </Link>
    ),
  },
  {
    key: 'description',
    header: 'Description',
    cell: (account) => account.description || <span className="dimmed">—</span>,
  },
  {
    key: 'permissions',
    header: 'Permissions',
    cell: (account) => <ScopeSummary scopes={account.permissions} />,
  },
  { key: 'tokens', header: 'Tokens', align: 'end', cell: (account) => account.tokenCount },
  {
    key: 'status',
    header: 'Status',
    width: '120px',
    cell: (account) => <StatusBadge status={account.status} />,
  },
];

export function ServiceAccountsTable({ q, emptyAction }: { q: string | undefined; emptyAction: ReactNode }) {
  const navigate = useNavigate();
  const query = useInfiniteQuery(listServiceAccounts(useOrganizationId(), q ? { q } : {}));
  return (
    <DataTable
      label="Service accounts"
      columns={COLUMNS}
      query={query}
      rowKey={(account) => account.id}
      onOpen={(account) =>
        navigate({ to: '/service-accounts/$serviceAccountId', params: { serviceAccountId: account.id } })
      }
      empty={
        q ? (
          <EmptyState icon={<IconRobot />} title="No service account matches">
            Try fewer letters, or clear the search.
          </EmptyState>
        ) : (
          <EmptyState icon={<IconRobot />} title="No service accounts yet" action={emptyAction}>
            A service account stands for a program. It outlives the people who set it up, and its tokens don’t
            end when somebody leaves.
          </EmptyState>
        )
      }
    />
  );
}
