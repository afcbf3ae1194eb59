import { Button } from '@mantine/core';
import { IconMailCheck } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { ParkedMessage } from '@/api/types';
import { Card } from '@/components/Card';
import { type Column, DataTable } from '@/components/DataTable';
import { EmptyState } from '@/components/EmptyState';
import { ErrorNotice } from '@/components/ErrorNotice';
import { When } from '@/components/When';
import { listParkedMessages } from '../api/list-parked-messages';
import { useRetryMessage } from '../api/retry-message';

/** Events that could not be delivered, for an operator to look into and have tried again. */
export function ParkedMessages() {
  const query = useInfiniteQuery(listParkedMessages());
  const retry = useRetryMessage();
  const columns: Column<ParkedMessage>[] = [
    { key: 'event', header: 'Event', cell: ({ event }) => <code>{event}</code> },
    {
      key: 'organization',
      header: 'Organization',
      cell: ({ organization }) => organization?.name ?? 'The instance',
    },
    { key: 'occurredAt', header: 'Happened', cell: ({ occurredAt }) => <When at={occurredAt} withTime /> },
    { key: 'lastError', header: 'Why not', cell: ({ lastError }) => lastError },
    {
      key: 'retry',
      header: 'Again',
      cell: ({ id, event }) => (
        <Button
          variant="default"
          size="compact-xs"
          loading={retry.isPending && retry.variables === id}
          aria-label={`Try again: ${event}`}
          onClick={() => retry.mutate(id)}
        >
          Try again
        </Button>
      ),
    },
  ];
  return (
    <Card
      flush
      title="Set aside"
      description="Events that could not be delivered to notices, mail or webhooks after ten attempts. What they tell of was not undone."
    >
      {retry.isError && <ErrorNotice error={retry.error} />}
      <DataTable
        label="Events set aside"
        columns={columns}
        query={query}
        rowKey={({ id }) => id}
        empty={
          <EmptyState icon={<IconMailCheck />} title="Nothing is set aside">
            Every event so far was delivered, or is on its way.
          </EmptyState>
        }
      />
    </Card>
  );
}
