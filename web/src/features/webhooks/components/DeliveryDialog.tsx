import { Button, Group, Modal, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Attempt, Webhook } from '@/api/types';
import { useOrganizationId } from '@/api/use-session';
import { ErrorNotice } from '@/components/ErrorNotice';
import { ErrorState } from '@/components/ErrorState';
import { StatusBadge } from '@/components/StatusBadge';
import { When } from '@/components/When';
import { getWebhookDelivery } from '../api/get-webhook-delivery';
import { useRedeliverWebhookDelivery } from '../api/redeliver-webhook-delivery';
import classes from './Webhook.module.css';

interface Props {
  webhook: Webhook;
  /** Undefined closes the dialog. */
  deliveryId: string | undefined;
  mayRedeliver: boolean;
  onClose: () => void;
}

export function DeliveryDialog({ webhook, deliveryId, mayRedeliver, onClose }: Props) {
  return (
    <Modal opened={deliveryId !== undefined} onClose={onClose} title="Delivery" size={760}>
      {deliveryId && <Content webhook={webhook} deliveryId={deliveryId} mayRedeliver={mayRedeliver} />}
    </Modal>
  );
}

function Content({ webhook, deliveryId, mayRedeliver }: Omit<Props, 'onClose'> & { deliveryId: string }) {
  const query = useQuery(getWebhookDelivery(useOrganizationId(), webhook.id, deliveryId));
  const redeliver = useRedeliverWebhookDelivery(webhook.id, deliveryId);
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (query.isPending) return <Skeleton height={320} />;
  const delivery = query.data;
  return (
    <div className="stack">
      <Group justify="space-between">
        <span>
          <code>{delivery.event}</code> <StatusBadge status={delivery.status} />
        </span>
        {mayRedeliver && webhook.status === 'active' && (
          <Button variant="default" loading={redeliver.isPending} onClick={() => redeliver.mutate()}>
            Redeliver
          </Button>
        )}
      </Group>
      <ErrorNotice error={redeliver.error} />
      <div>
        <p className={classes.label}>Request body</p>
        <Text label="Request body">{pretty(delivery.body)}</Text>
      </div>
      <section aria-label="Attempts">
        {delivery.log.length === 0 && <span className="dimmed">It has not been tried yet.</span>}
        {delivery.log.map((attempt) => (
          <AttemptShown key={attempt.at} attempt={attempt} />
        ))}
      </section>
    </div>
  );
}

function AttemptShown({ attempt }: { attempt: Attempt }) {
  return (
    <article className={classes.attempt}>
      <header>
        <strong>{attempt.statusCode ?? 'No answer'}</strong>
        <When at={attempt.at} withTime />
        <span className="dimmed">{attempt.durationMilliseconds.toLocaleString('en')} ms</span>
      </header>
      {attempt.error && <p>{attempt.error}</p>}
      <p className={classes.label}>Request headers</p>
      <Text label="Request headers">
        {Object.entries(attempt.requestHeaders)
          .map(([name, value]) => `${name}: ${value}`)
          .join('\n')}
      </Text>
      {attempt.responseBody && (
        <>
          <p className={classes.label}>Response body</p>
          <Text label="Response body">{attempt.responseBody}</Text>
        </>
      )}
    </article>
  );
}

function Text({ label, children }: { label: string; children: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section className={classes.text} aria-label={label} tabIndex={0}>
      <pre>{children}</pre>
    </section>
  );
}

function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
