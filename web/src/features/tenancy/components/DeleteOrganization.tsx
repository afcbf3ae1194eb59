import { Button, Group, List, Modal, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import type { DeletionReceipt, InstanceOrganization } from '@/api/types';
import { Card } from '@/components/Card';
import { ErrorNotice } from '@/components/ErrorNotice';
import { ReceiptDialog } from '@/components/ReceiptDialog';
import { When } from '@/components/When';
import { useDeleteOrganization } from '../api/delete-organization';
import { useRestoreOrganization } from '../api/restore-organization';
import { STOPPED } from './words';

/** Deletes an organization, or takes that back. */
export function DeleteOrganization({ organization }: { organization: InstanceOrganization }) {
  const remove = useDeleteOrganization(organization.id);
  const [asked, setAsked] = useState(false);
  const [typed, setTyped] = useState('');
  const [receipt, setReceipt] = useState<DeletionReceipt>();

  function close() {
    setAsked(false);
    setTyped('');
    remove.reset();
  }

  return (
    <>
      {organization.status === 'deleting' ? (
        <Deleted organization={organization} />
      ) : (
        <Card
          title="Delete"
          footer={
            <Button className="destructive-quiet" onClick={() => setAsked(true)}>
              Delete organization
            </Button>
          }
        >
          <p className="plain-text">
            Stops everything at once, and after 30 days deletes all that belongs to {organization.name}. Until
            then it can be restored.
          </p>
        </Card>
      )}
      <Modal opened={asked} onClose={close} title={`Delete ${organization.name}?`} size="md">
        <form
          className="stack"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            remove.mutate(typed, {
              onSuccess: (answer) => {
                close();
                setReceipt(answer);
              },
            });
          }}
        >
          <List size="sm" spacing={6}>
            <List.Item>
              At once, {organization.people} people and {organization.tokens} tokens are refused, on every
              node.
            </List.Item>
            <List.Item>For 30 days you can restore it, just as it was.</List.Item>
            <List.Item>
              Then every record of it is deleted: people, roles, tokens, webhooks, usage and its audit log,
              and the accounts of people who are in no other organization. Nothing brings that back.
            </List.Item>
            <List.Item>Whoever should keep the data exports it before.</List.Item>
          </List>
          <TextInput
            label={`Type ${organization.name} to confirm`}
            autoComplete="off"
            spellCheck={false}
            data-autofocus
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <ErrorNotice error={remove.error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button
              type="submit"
              className="destructive"
              disabled={typed !== organization.name}
              loading={remove.isPending}
            >
              Delete organization
            </Button>
          </Group>
        </form>
      </Modal>
      <ReceiptDialog
        title={`${organization.name} is deleted`}
        outcome={STOPPED}
        receipt={receipt}
        facts={({ purgeAt }) => [['Can be restored until', <When key="until" at={purgeAt} withTime />]]}
        onClose={() => setReceipt(undefined)}
      />
    </>
  );
}

function Deleted({ organization }: { organization: InstanceOrganization }) {
  const restore = useRestoreOrganization(organization.id);
  return (
    <Card
      title="Deleted"
      footer={
        <Button
          loading={restore.isPending}
          onClick={() =>
            restore.mutate(undefined, {
              onSuccess: ({ name }) => notifications.show({ message: `${name} is restored.` }),
            })
          }
        >
          Restore organization
        </Button>
      }
    >
      <p className="plain-text">
        {organization.name} was deleted <When at={organization.deletedAt} />. It can be restored until{' '}
        <When at={organization.purgeAt} withTime />; then all that belongs to it is deleted for good.
      </p>
      <ErrorNotice error={restore.error} />
    </Card>
  );
}
