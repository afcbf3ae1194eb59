import { Button } from '@mantine/core';
import { IconLifebuoy } from '@tabler/icons-react';
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Page, SupportEntry } from '@/api/types';
import { type Column, DataTable } from '@/components/DataTable';
import { EmptyState } from '@/components/EmptyState';
import { StatusBadge } from '@/components/StatusBadge';
import { When } from '@/components/When';

interface Props {
  query: UseInfiniteQueryResult<InfiniteData<Page<SupportEntry>>>;
  /** Left out for those who may only see. */
  onEnd?: ((entry: SupportEntry) => void) | undefined;
  empty: ReactNode;
}

/** Who has entered as support, why, and until when: the same to both sides. */
export function SupportEntriesTable({ query, onEnd, empty }: Props) {
  const columns: Column<SupportEntry>[] = [
    { key: 'operator', header: 'Operator', cell: ({ operator }) => operator.email },
    { key: 'reason', header: 'Reason', cell: ({ reason }) => reason },
    { key: 'createdAt', header: 'Entered', cell: ({ createdAt }) => <When at={createdAt} withTime /> },
    {
      key: 'until',
      header: 'Ends',
      cell: ({ until, endedAt }) => <When at={endedAt ?? until} withTime />,
    },
    {
      key: 'status',
      header: 'Status',
      cell: ({ status, endedBy }) => (
        <span>
          <StatusBadge status={status} />
          {endedBy && <div className="dimmed">{endingOf(endedBy)}</div>}
        </span>
      ),
    },
  ];
  if (onEnd) {
    columns.push({
      key: 'end',
      header: 'End',
      cell: (entry) =>
        entry.status === 'open' && (
          <Button
            size="xs"
            className="destructive-quiet"
            aria-label={`End the support entry of ${entry.operator.email}`}
            onClick={() => onEnd(entry)}
          >
            End
          </Button>
        ),
    });
  }
  return (
    <DataTable
      label="Support entries"
      columns={columns}
      query={query}
      rowKey={({ id }) => id}
      empty={
        <EmptyState icon={<IconLifebuoy />} title="Nobody has entered as support">
          {empty}
        </EmptyState>
      }
    />
  );
}

function endingOf({ kind, name }: NonNullable<SupportEntry['endedBy']>): string {
  if (kind === 'time') return 'Its time was over';
  return name ? `By ${name}` : 'By the organization';
}
