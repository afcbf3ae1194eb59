import { IconKey } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Token } from '@/api/types';
import { useOrganizationId } from '@/api/use-session';
import { type Column, DataTable } from '@/components/DataTable';
import { EmptyState } from '@/components/EmptyState';
import { Sparkline } from '@/components/Sparkline';
import { StatusBadge } from '@/components/StatusBadge';
import { When } from '@/components/When';
import { listTokens, type TokenFilters } from '../api/list-tokens';
import { ScopeSummary } from './ScopeSummary';
import classes from './TokensTable.module.css';

interface Props {
  filters: TokenFilters;
  filtered: boolean;
  onSort: (sort: string | undefined) => void;
  emptyAction: ReactNode;
}

const count = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });

const COLUMNS: Column<Token>[] = [
  {
    key: 'name',
    header: 'Name',
    sort: 'name',
    cell: (token) => (
      <div className={classes.token}>
        <Link to="/tokens/$tokenId" params={{ tokenId: token.id }} tabIndex={-1}>
          {token.name}
        </Link>
        <code className="dimmed">{token.display}</code>
      </div>
    ),
  },
  {
    key: 'owner',
    header: 'Owner',
    cell: (token) => (
      <div className={classes.token}>
        <span>{token.owner.name}</span>
        <small className="dimmed">{token.kind === 'user' ? 'Person' : 'Service account'}</small>
      </div>
    ),
  },
  { key: 'scopes', header: 'Scopes', cell: (token) => <ScopeSummary scopes={token.scopes} /> },
  {
    key: 'expiresAt',
    header: 'Expires',
    sort: 'expiresAt',
    cell: (token) => <When at={token.expiresAt} never="No expiration" />,
  },
  {
    key: 'lastUsedAt',
    header: 'Last used',
    sort: 'lastUsedAt',
    cell: (token) => <When at={token.lastUsedAt} never="Never used" />,
  },
  {
    key: 'requests',
    header: 'Requests',
    align: 'end',
    cell: (token) => (
      <span className={classes.requests}>
        {token.useCount > 0 && token.recentUse && (
          <Sparkline
            values={token.recentUse}
            title={`Requests on each of the last ${token.recentUse.length} days: ${token.recentUse.join(', ')}`}
          />
        )}
        <span title={token.useCount.toLocaleString('en')}>{count.format(token.useCount)}</span>
      </span>
    ),
  },
  { key: 'status', header: 'Status', cell: (token) => <StatusBadge status={token.status} /> },
];

export function TokensTable({ filters, filtered, onSort, emptyAction }: Props) {
  const organizationId = useOrganizationId();
  const navigate = useNavigate();
  const query = useInfiniteQuery(listTokens(organizationId, filters));
  return (
    <DataTable
      label="Tokens"
      columns={COLUMNS}
      query={query}
      rowKey={(token) => token.id}
      onOpen={(token) => navigate({ to: '/tokens/$tokenId', params: { tokenId: token.id } })}
      sort={filters.sort}
      onSort={onSort}
      empty={
        filtered ? (
          <EmptyState icon={<IconKey />} title="No token matches">
            Search looks at names, integrations and the visible ends of a token. Try fewer letters, or clear
            the filters.
          </EmptyState>
        ) : (
          <EmptyState icon={<IconKey />} title="No tokens yet" action={emptyAction}>
            Create a token for a service account, or let people generate their own: tick “Enable API access
            token” on their record.
          </EmptyState>
        )
      }
    />
  );
}
