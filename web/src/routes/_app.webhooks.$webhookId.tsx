import { Group, Skeleton } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { createFileRoute } from '@tanstack/react-router';
import type { Webhook } from '@/api/types';
import { useOrganizationId } from '@/api/use-session';
import { Card } from '@/components/Card';
import { ErrorState } from '@/components/ErrorState';
import { Facts } from '@/components/Facts';
import { Notice } from '@/components/Notice';
import { PageHeader } from '@/components/PageHeader';
import { ScopeList } from '@/components/ScopeList';
import { StatusBadge } from '@/components/StatusBadge';
import { useTitle } from '@/components/use-title';
import { When } from '@/components/When';
import { useMe } from '@/features/personnel/api/get-me';
import { getWebhook } from '@/features/webhooks/api/get-webhook';
import { Deliveries } from '@/features/webhooks/components/Deliveries';
import { statusOf } from '@/features/webhooks/components/status-of';
import { WebhookActions } from '@/features/webhooks/components/WebhookActions';

export const Route = createFileRoute('/_app/webhooks/$webhookId')({ component: WebhookPage });

const PARENT = { label: 'Webhooks', to: '/webhooks' };

const REASONS: Record<string, string> = {
  gone: 'It answered 410, which says that it is gone for good.',
  failing: 'It has given no good answer for five days.',
};

function WebhookPage() {
  useTitle('Webhook');
  const { webhookId } = Route.useParams();
  const mayWrite = useMe().can('webhooks:write');
  const query = useQuery(getWebhook(useOrganizationId(), webhookId));
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (query.isPending) {
    return (
      <>
        <PageHeader parent={PARENT} title={<Skeleton height={24} width={320} my={3} />} />
        <Skeleton height={240} radius="md" />
      </>
    );
  }
  const webhook = query.data;
  return (
    <>
      <PageHeader
        parent={PARENT}
        title={
          <>
            {new URL(webhook.url).host} <StatusBadge status={statusOf(webhook)} />
          </>
        }
        description={webhook.description}
        actions={mayWrite && <Group gap="xs">{<WebhookActions key={webhook.id} webhook={webhook} />}</Group>}
      />
      <div className="stack">
        <Standing webhook={webhook} />
        <Card title="Endpoint">
          <Facts
            items={[
              ['Address', <code key="url">{webhook.url}</code>],
              ['Created', <When key="created" at={webhook.createdAt} />],
              ...(webhook.previousSecretEndsAt
                ? [
                    [
                      'Old secret signs until',
                      <When key="old" at={webhook.previousSecretEndsAt} withTime />,
                    ] as [string, React.ReactNode],
                  ]
                : []),
            ]}
          />
          <ScopeList scopes={webhook.events} />
        </Card>
        <Deliveries webhook={webhook} mayRedeliver={mayWrite} />
      </div>
    </>
  );
}

function Standing({ webhook }: { webhook: Webhook }) {
  const why = webhook.disabledReason && REASONS[webhook.disabledReason];
  if (why) {
    return (
      <Notice tone="bad" icon={<IconAlertTriangle size={16} />}>
        {why} It is told of nothing until somebody enables it again.
      </Notice>
    );
  }
  return (
    webhook.failingSince && (
      <Notice tone="warn" icon={<IconAlertTriangle size={16} />}>
        Without a good answer since <When at={webhook.failingSince} withTime />. After five days it is
        disabled.
      </Notice>
    )
  );
}
