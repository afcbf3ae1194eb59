import { Button, Modal, Select, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { messageOf } from '@/api/problem';
import type { Webhook } from '@/api/types';
import { ConfirmDialog } from '@/components/ConfirmDialog';
import { SecretDialog } from '@/components/SecretDialog';
import { useDeleteWebhook } from '../api/delete-webhook';
import { useRotateWebhookSecret } from '../api/rotate-webhook-secret';
import { useTestWebhook } from '../api/test-webhook';
import { useUpdateWebhook } from '../api/update-webhook';
import { WebhookForm } from './WebhookForm';

const OVERLAPS = [
  { value: '0', label: 'None: the old one ends at once' },
  { value: '24', label: '1 day' },
  { value: '72', label: '3 days' },
  { value: '168', label: '7 days' },
];

export function WebhookActions({ webhook }: { webhook: Webhook }) {
  const navigate = useNavigate();
  const update = useUpdateWebhook(webhook);
  const remove = useDeleteWebhook(webhook.id);
  const rotate = useRotateWebhookSecret(webhook.id);
  const test = useTestWebhook(webhook.id);
  const [asked, setAsked] = useState<'edit' | 'rotate' | 'disable' | 'delete'>();
  const [overlap, setOverlap] = useState('24');
  const [secret, setSecret] = useState<string>();
  const active = webhook.status === 'active';
  const stop = () => {
    setAsked(undefined);
    for (const call of [update, remove, rotate]) call.reset();
  };
  const say = (message: string) => notifications.show({ message });

  return (
    <>
      {active && (
        <Button
          loading={test.isPending}
          onClick={() =>
            test.mutate(undefined, {
              onSuccess: () => say('The event webhook.test is on its way.'),
              onError: (error) => notifications.show({ color: 'red', message: messageOf(error) }),
            })
          }
        >
          Send test event
        </Button>
      )}
      <Button variant="default" onClick={() => setAsked('edit')}>
        Edit
      </Button>
      <Button variant="default" onClick={() => setAsked('rotate')}>
        Rotate secret
      </Button>
      {active ? (
        <Button className="destructive-quiet" onClick={() => setAsked('disable')}>
          Disable
        </Button>
      ) : (
        <Button
          variant="default"
          loading={update.isPending}
          onClick={() =>
            update.mutate(
              { status: 'active' },
              { onSuccess: () => say('It is told of what happens from now on.') },
            )
          }
        >
          Enable
        </Button>
      )}
      <Button className="destructive-quiet" onClick={() => setAsked('delete')}>
        Delete
      </Button>

      <Modal opened={asked === 'edit'} onClose={stop} title="Edit the webhook" size={640}>
        <WebhookForm
          initial={{ url: webhook.url, description: webhook.description ?? '', events: webhook.events }}
          submit="Save"
          pending={update.isPending}
          error={update.error}
          onCancel={stop}
          onSubmit={({ url, description, events }, onRefused) =>
            update.mutate(
              { url, description: description || null, events },
              {
                onSuccess: () => {
                  say('The webhook is saved.');
                  stop();
                },
                onError: onRefused,
              },
            )
          }
        />
      </Modal>
      <ConfirmDialog
        opened={asked === 'rotate'}
        title="Rotate the secret?"
        confirm="Rotate secret"
        pending={rotate.isPending}
        error={rotate.error}
        onCancel={stop}
        onConfirm={() =>
          rotate.mutate(Number(overlap), {
            onSuccess: (rotated) => {
              setSecret(rotated.secret);
              stop();
            },
          })
        }
      >
        <Text mb="sm">
          Calls are signed with a new secret from now on, and with the old one too until the overlap ends. A
          program that knows neither refuses them.
        </Text>
        <Select
          label="Overlap"
          data={OVERLAPS}
          value={overlap}
          allowDeselect={false}
          onChange={(value) => setOverlap(value ?? '24')}
        />
      </ConfirmDialog>
      <ConfirmDialog
        opened={asked === 'disable'}
        title="Disable the webhook?"
        confirm="Disable webhook"
        pending={update.isPending}
        error={update.error}
        onCancel={stop}
        onConfirm={() => update.mutate({ status: 'disabled' }, { onSuccess: stop })}
      >
        It is told of nothing until you enable it again, and never of what happens meanwhile. What it has not
        been told of yet is given up.
      </ConfirmDialog>
      <ConfirmDialog
        opened={asked === 'delete'}
        title="Delete the webhook?"
        confirm="Delete webhook"
        pending={remove.isPending}
        error={remove.error}
        onCancel={stop}
        onConfirm={() => remove.mutate(undefined, { onSuccess: () => navigate({ to: '/webhooks' }) })}
      >
        <code>{webhook.url}</code> is told of nothing any more, and the log of its deliveries goes with it.
        This can’t be undone.
      </ConfirmDialog>
      <SecretDialog
        secret={secret}
        title="The new secret"
        what="secret"
        onStored={() => setSecret(undefined)}
      >
        Give it to the program behind the address before the old one ends.
      </SecretDialog>
    </>
  );
}
