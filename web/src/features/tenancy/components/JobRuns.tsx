import { IconHistory } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { JobRun } from '@/api/types';
import { Card } from '@/components/Card';
import { type Column, DataTable } from '@/components/DataTable';
import { EmptyState } from '@/components/EmptyState';
import { When } from '@/components/When';
import { listJobs } from '../api/list-jobs';

const COLUMNS: Column<JobRun>[] = [
  { key: 'startedAt', header: 'Started', cell: ({ startedAt }) => <When at={startedAt} withTime /> },
  { key: 'duration', header: 'Took', align: 'end', cell: ({ milliseconds }) => durationOf(milliseconds) },
  { key: 'items', header: 'Items', align: 'end', cell: ({ items }) => items.toLocaleString('en') },
  { key: 'error', header: 'Error', cell: ({ error }) => error ?? <span className="dimmed">—</span> },
  { key: 'node', header: 'Node', cell: ({ node }) => <span className="dimmed">{node}</span> },
];

/** The last runs of one job, on whichever node. */
export function JobRuns({ job }: { job: string }) {
  const query = useInfiniteQuery({
    ...listJobs(),
    select: (data) => ({
      pageParams: data.pageParams,
      pages: data.pages.map((page) => {
        const runs = page.items.find(({ name }) => name === job)?.runs ?? [];
        return { items: runs, nextCursor: null, total: runs.length };
      }),
    }),
  });
  return (
    <Card flush title={`Last runs of ${job}`} description="Fifty at most, the newest first.">
      <DataTable
        label={`Runs of ${job}`}
        columns={COLUMNS}
        query={query}
        rowKey={({ startedAt, node }) => `${startedAt} ${node}`}
        empty={
          <EmptyState icon={<IconHistory />} title="It has not run yet">
            It runs by itself, or at once if you have it run.
          </EmptyState>
        }
      />
    </Card>
  );
}

/** `12 ms`, `1.2 s`, `2 min 5 s`. */
export function durationOf(milliseconds: number): string {
  if (milliseconds < 1000) return `${milliseconds} ms`;
  if (milliseconds < 60_000) return `${(milliseconds / 1000).toFixed(1)} s`;
  return `${Math.floor(milliseconds / 60_000)} min ${Math.round((milliseconds % 60_000) / 1000)} s`;
}
