import { Modal } from '@mantine/core';
import { useState } from 'react';
import type { WebhookWithSecret } from '@/api/types';
import { SecretDialog } from '@/components/SecretDialog';
import { useCreateWebhook } from '../api/create-webhook';
import { WebhookForm } from './WebhookForm';

interface Props {
  opened: boolean;
  onCreated: (id: string) => void;
  onClose: () => void;
}

export function CreateWebhookDialog({ opened, onCreated, onClose }: Props) {
  const create = useCreateWebhook();
  const [created, setCreated] = useState<WebhookWithSecret>();
  const close = () => {
    onClose();
    create.reset();
  };
  return (
    <>
      <Modal opened={opened} onClose={close} title="Create a webhook" size={640}>
        <WebhookForm
          initial={{ url: '', description: '', events: [] }}
          submit="Create webhook"
          pending={create.isPending}
          error={create.error}
          onCancel={close}
          onSubmit={({ url, description, events }, onRefused) =>
            create.mutate(
              { url, events, ...(description ? { description } : {}) },
              {
                onSuccess: (webhook) => {
                  setCreated(webhook);
                  close();
                },
                onError: onRefused,
              },
            )
          }
        />
      </Modal>
      <SecretDialog
        secret={created?.secret}
        title="The webhook’s secret"
        what="secret"
        onStored={() => {
          const id = created?.id;
          setCreated(undefined);
          if (id) onCreated(id);
        }}
      >
        The program behind the address verifies by it that a call comes from here. Copy it now.
      </SecretDialog>
    </>
  );
}
