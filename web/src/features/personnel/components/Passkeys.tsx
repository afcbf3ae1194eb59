import { ActionIcon, Button, Group, Modal, Skeleton, TextInput, Tooltip } from '@mantine/core';
import { IconPencil, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useOrganizationId } from '@/api/use-session';
import { Card } from '@/components/Card';
import { ConfirmDialog } from '@/components/ConfirmDialog';
import { ErrorNotice } from '@/components/ErrorNotice';
import { When } from '@/components/When';
import { useAddPasskey } from '../api/add-passkey';
import { getAccount } from '../api/get-account';
import { useRemovePasskey } from '../api/remove-passkey';
import { useRenamePasskey } from '../api/rename-passkey';
import { PasskeyCancelled, passkeysSupported } from '../passkeys';
import { browserOf } from './browser-of';
import { PasswordDialog } from './PasswordDialog';
import classes from './Sessions.module.css';

export function Passkeys() {
  const query = useQuery(getAccount(useOrganizationId()));
  const add = useAddPasskey();
  const rename = useRenamePasskey();
  const remove = useRemovePasskey();
  const [adding, setAdding] = useState(false);
  const [name, setName] = useState(() => browserOf(navigator.userAgent));
  const [renaming, setRenaming] = useState<{ id: string; name: string }>();
  const [removing, setRemoving] = useState<{ id: string; name: string }>();
  const stop = () => {
    setAdding(false);
    setRenaming(undefined);
    setRemoving(undefined);
    for (const act of [add, rename, remove]) act.reset();
  };

  // The card above shows why the account could not be read, and tries again.
  if (query.isError) return null;
  const passkeys = query.data?.passkeys;
  return (
    <Card
      title="Passkeys"
      description="Sign in with your fingerprint, face or security key. A passkey needs no password and no code."
      actions={
        passkeysSupported() && (
          <Button variant="default" onClick={() => setAdding(true)}>
            Add passkey
          </Button>
        )
      }
    >
      {!passkeys ? (
        <Skeleton height={40} />
      ) : passkeys.length === 0 ? (
        passkeysSupported() ? (
          'You have none yet.'
        ) : (
          'This browser can’t make passkeys.'
        )
      ) : (
        <ul className={classes.list} aria-label="Passkeys">
          {passkeys.map((passkey) => (
            <li key={passkey.id}>
              <div>
                <strong>{passkey.name}</strong>
                <span className="dimmed">
                  Added <When at={passkey.createdAt} /> · last used <When at={passkey.lastUsedAt} />
                </span>
              </div>
              <Group gap={4} wrap="nowrap">
                <Tooltip label="Rename">
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    aria-label={`Rename ${passkey.name}`}
                    onClick={() => setRenaming(passkey)}
                  >
                    <IconPencil size={16} />
                  </ActionIcon>
                </Tooltip>
                <Tooltip label="Remove">
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    aria-label={`Remove ${passkey.name}`}
                    onClick={() => setRemoving(passkey)}
                  >
                    <IconTrash size={16} />
                  </ActionIcon>
                </Tooltip>
              </Group>
            </li>
          ))}
        </ul>
      )}
      <PasswordDialog
        opened={adding}
        title="Add a passkey"
        submit="Continue"
        pending={add.isPending}
        error={add.error instanceof PasskeyCancelled ? null : add.error}
        onSubmit={(password) => add.mutate({ password, name }, { onSuccess: stop })}
        onClose={stop}
      >
        <TextInput
          label="Name"
          description="What you will know it by"
          maxLength={100}
          value={name}
          onChange={({ currentTarget: { value } }) => setName(value)}
        />
      </PasswordDialog>
      <Modal opened={renaming !== undefined} onClose={stop} title="Rename the passkey">
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault();
            if (renaming?.name.trim()) rename.mutate(renaming, { onSuccess: stop });
          }}
        >
          <TextInput
            label="Name"
            data-autofocus
            maxLength={100}
            value={renaming?.name ?? ''}
            onChange={({ currentTarget: { value } }) =>
              setRenaming((passkey) => passkey && { ...passkey, name: value })
            }
          />
          <ErrorNotice error={rename.error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={stop}>
              Cancel
            </Button>
            <Button type="submit" loading={rename.isPending}>
              Rename
            </Button>
          </Group>
        </form>
      </Modal>
      <ConfirmDialog
        opened={removing !== undefined}
        title={`Remove ${removing?.name ?? 'the passkey'}?`}
        confirm="Remove passkey"
        pending={remove.isPending}
        error={remove.error}
        onConfirm={() => removing && remove.mutate(removing.id, { onSuccess: stop })}
        onCancel={stop}
      >
        It can’t be used to sign in here any more. Delete it from your device or password manager too.
      </ConfirmDialog>
    </Card>
  );
}
