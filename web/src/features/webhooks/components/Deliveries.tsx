import { Anchor, Select } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Delivery, Webhook } from '@/api/types';
import { useOrganizationId } from '@/api/use-session';
import { Card } from '@/components/Card';
import { type Column, DataTable } from '@/components/DataTable';
import { EmptyState } from '@/components/EmptyState';
import { StatusBadge } from '@/components/StatusBadge';
import { When } from '@/components/When';
import { listWebhookDeliveries } from '../api/list-webhook-deliveries';
import { DeliveryDialog } from './DeliveryDialog';

const STATUSES = [
  { value: 'pending', label: 'Pending' },
  { value: 'delivered', label: 'Delivered' },
  { value: 'failed', label: 'Failed' },
  { value: 'cancelled', label: 'Cancelled' },
];

/** What a webhook was told, and what it answered. */
export function Deliveries({ webhook, mayRedeliver }: { webhook: Webhook; mayRedeliver: boolean }) {
  const [status, setStatus] = useState<string | null>(null);
  const [opened, setOpened] = useState<string>();
  const query = useInfiniteQuery(
    listWebhookDeliveries(useOrganizationId(), webhook.id, status ? { status } : {}),
  );
  const columns: Column<Delivery>[] = [
    {
      key: 'event',
      header: 'Event',
      cell: (delivery) => (
        <Anchor component="button" type="button" tabIndex={-1} onClick={() => setOpened(delivery.id)}>
          {delivery.event}
        </Anchor>
      ),
    },
    { key: 'createdAt', header: 'Created', cell: (delivery) => <When at={delivery.createdAt} withTime /> },
    { key: 'attempts', header: 'Attempts', align: 'end', cell: (delivery) => delivery.attempts },
    {
      key: 'answer',
      header: 'Last answer',
      cell: (delivery) => delivery.lastStatusCode ?? <span className="dimmed">—</span>,
    },
    {
      key: 'next',
      header: 'Next attempt',
      cell: (delivery) => <When at={delivery.nextAttemptAt} never="—" withTime />,
    },
    {
      key: 'status',
      header: 'Status',
      width: '120px',
      cell: (delivery) => <StatusBadge status={delivery.status} />,
    },
  ];
  return (
    <Card
      flush
      title="Deliveries"
      description="Kept for 30 days."
      actions={
        <Select
          aria-label="Status"
          placeholder="Every status"
          data={STATUSES}
          value={status}
          clearable
          clearButtonProps={{ 'aria-label': 'Every status' }}
          w={160}
          onChange={setStatus}
        />
      }
    >
      <DataTable
        label="Deliveries"
        columns={columns}
        query={query}
        rowKey={(delivery) => delivery.id}
        onOpen={(delivery) => setOpened(delivery.id)}
        empty={
          <EmptyState icon={<IconSend />} title={status ? 'None of this status' : 'Nothing delivered yet'}>
            {status
              ? 'Choose another status.'
              : 'Send a test event, or wait for something to happen that it is told of.'}
          </EmptyState>
        }
      />
      <DeliveryDialog
        webhook={webhook}
        deliveryId={opened}
        mayRedeliver={mayRedeliver}
        onClose={() => setOpened(undefined)}
      />
    </Card>
  );
}
