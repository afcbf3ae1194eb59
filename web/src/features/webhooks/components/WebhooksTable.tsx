import { IconWebhook } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Webhook } from '@/api/types';
import { useOrganizationId } from '@/api/use-session';
import { type Column, DataTable } from '@/components/DataTable';
import { EmptyState } from '@/components/EmptyState';
import { StatusBadge } from '@/components/StatusBadge';
import { When } from '@/components/When';
import { listWebhooks } from '../api/list-webhooks';
import { statusOf } from './status-of';
import classes from './Webhook.module.css';

const COLUMNS: Column<Webhook>[] = [
  {
    key: 'url',
    header: 'Address',
    cell: (webhook) => (
      <Link
        to="/webhooks/$webhookId"
        params={{ webhookId: webhook.id }}
        tabIndex={-1}
        className={classes.address}
      >
        {webhook.url}
      </Link>
    ),
  },
  {
    key: 'description',
    header: 'Description',
    cell: (webhook) => webhook.description || <span className="dimmed">—</span>,
  },
  { key: 'events', header: 'Events', align: 'end', cell: (webhook) => webhook.events.length },
  { key: 'createdAt', header: 'Created', cell: (webhook) => <When at={webhook.createdAt} /> },
  {
    key: 'status',
    header: 'Status',
    width: '120px',
    cell: (webhook) => <StatusBadge status={statusOf(webhook)} />,
  },
];

export function WebhooksTable({ emptyAction }: { emptyAction: ReactNode }) {
  const navigate = useNavigate();
  const query = useInfiniteQuery(listWebhooks(useOrganizationId()));
  return (
    <DataTable
      label="Webhooks"
      columns={COLUMNS}
      query={query}
      rowKey={(webhook) => webhook.id}
      onOpen={(webhook) => navigate({ to: '/webhooks/$webhookId', params: { webhookId: webhook.id } })}
      empty={
        <EmptyState icon={<IconWebhook />} title="No webhooks yet" action={emptyAction}>
          A webhook tells a program of yours what has happened, such as that a token was revoked, as soon as
          it has.
        </EmptyState>
      }
    />
  );
}
