import { Anchor } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import type { AuditEntry, Page } from '@/api/types';
import { type Column, DataTable } from '@/components/DataTable';
import { EmptyState } from '@/components/EmptyState';
import { When } from '@/components/When';
import classes from './Audit.module.css';
import { kindOf } from './kind-of';

interface Props {
  query: UseInfiniteQueryResult<InfiniteData<Page<AuditEntry>>>;
  filtered: boolean;
  onOpen: (entry: AuditEntry) => void;
}

export function AuditTable({ query, filtered, onOpen }: Props) {
  const columns: Column<AuditEntry>[] = [
    {
      key: 'at',
      header: 'When',
      cell: (entry) => (
        <div className={classes.when}>
          <When at={entry.at} withTime />
        </div>
      ),
    },
    {
      key: 'actor',
      header: 'Who',
      cell: (entry) => (
        <Named
          name={entry.actor.name}
          kind={kindOf(entry.actor.kind)}
          by={entry.actor.tokenId && 'by API token'}
        />
      ),
    },
    {
      key: 'action',
      header: 'Action',
      cell: (entry) => (
        <Anchor component="button" type="button" ta="left" tabIndex={-1} onClick={() => onOpen(entry)}>
          {entry.action}
        </Anchor>
      ),
    },
    {
      key: 'target',
      header: 'What',
      cell: (entry) => <Named name={entry.target.name} kind={kindOf(entry.target.kind)} />,
    },
    {
      key: 'address',
      header: 'Address',
      cell: (entry) => <span className="mono">{entry.address ?? '—'}</span>,
    },
    { key: 'sequence', header: 'No.', align: 'end', cell: (entry) => entry.sequence.toLocaleString('en') },
  ];
  return (
    <DataTable
      label="Audit log"
      columns={columns}
      query={query}
      rowKey={(entry) => entry.id}
      onOpen={onOpen}
      empty={
        <EmptyState icon={<IconHistory />} title={filtered ? 'No entry matches' : 'Nothing has happened yet'}>
          {filtered
            ? 'Actions are matched as a whole, such as token.revoked. Choose a longer time, or clear the filters.'
            : 'Every change and every sign-in of your organization will stand here.'}
        </EmptyState>
      }
    />
  );
}

function Named({ name, kind, by }: { name: string; kind: string; by?: string | null | false }) {
  return (
    <div className={classes.named}>
      <span>{name || '—'}</span>
      <small className="dimmed">
        {kind}
        {by && `, ${by}`}
      </small>
    </div>
  );
}
