import { Button, Group, Modal, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { fieldErrorsOf } from '@/api/problem';
import type { Permission, ServiceAccount } from '@/api/types';
import { ConfirmDialog } from '@/components/ConfirmDialog';
import { ErrorNotice } from '@/components/ErrorNotice';
import { ScopePicker } from '@/components/ScopePicker';
import { useDeleteServiceAccount } from '../api/delete-service-account';
import { useUpdateServiceAccount } from '../api/update-service-account';

interface Props {
  account: ServiceAccount;
  /** What the caller may give. */
  permissions: Permission[];
}

export function ServiceAccountActions({ account, permissions }: Props) {
  const navigate = useNavigate();
  const update = useUpdateServiceAccount(account);
  const remove = useDeleteServiceAccount(account.id);
  const [asked, setAsked] = useState<'edit' | 'disable' | 'delete'>();
  const stop = () => {
    setAsked(undefined);
    update.reset();
    remove.reset();
  };
  const tokens =
    account.tokenCount === 0
      ? 'It has no live token.'
      : `${account.tokenCount === 1 ? 'Its live token' : `Its ${account.tokenCount} live tokens`}`;

  return (
    <>
      <Button variant="default" onClick={() => setAsked('edit')}>
        Edit
      </Button>
      {account.status === 'active' ? (
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
              { onSuccess: () => notifications.show({ message: `${account.name} works again.` }) },
            )
          }
        >
          Enable
        </Button>
      )}
      <Button className="destructive-quiet" onClick={() => setAsked('delete')}>
        Delete
      </Button>
      <Modal opened={asked === 'edit'} onClose={stop} title={`Edit ${account.name}`} size={620}>
        <EditForm account={account} permissions={permissions} onDone={stop} />
      </Modal>
      <ConfirmDialog
        opened={asked === 'disable'}
        title={`Disable ${account.name}?`}
        confirm="Disable service account"
        pending={update.isPending}
        error={update.error}
        onCancel={stop}
        onConfirm={() => update.mutate({ status: 'disabled' }, { onSuccess: stop })}
      >
        {tokens} {account.tokenCount > 0 && 'stop working at once, until you enable it again.'}
      </ConfirmDialog>
      <ConfirmDialog
        opened={asked === 'delete'}
        title={`Delete ${account.name}?`}
        confirm="Delete service account"
        pending={remove.isPending}
        error={remove.error}
        onCancel={stop}
        onConfirm={() => remove.mutate(undefined, { onSuccess: () => navigate({ to: '/service-accounts' }) })}
      >
        {tokens} {account.tokenCount > 0 && 'are revoked at once, and every program that uses them fails.'}{' '}
        This can’t be undone.
      </ConfirmDialog>
    </>
  );
}

function EditForm({ account, permissions, onDone }: Props & { onDone: () => void }) {
  const update = useUpdateServiceAccount(account);
  const form = useForm({
    initialValues: {
      name: account.name,
      description: account.description ?? '',
      permissions: account.permissions,
    },
    validate: {
      name: (value) => (value.trim() ? null : 'Enter a name'),
      permissions: (value) => (value.length ? null : 'Choose at least one permission'),
    },
  });
  // Wildcards and what the caller does not hold are kept, and can be taken away.
  const offered = [
    ...permissions,
    ...account.permissions
      .filter((held) => !permissions.some(({ name }) => name === held))
      .map((name) => ({
        name,
        urn: name,
        resource: name,
        action: '',
        description: '',
        module: 'Held now',
        applicationId: null,
      })),
  ];
  return (
    <form
      className="stack"
      noValidate
      onSubmit={form.onSubmit(({ name, description, permissions }) =>
        update.mutate(
          { name: name.trim(), description: description.trim() || null, permissions },
          {
            onSuccess: (saved) => {
              notifications.show({ message: `${saved.name} is saved.` });
              onDone();
            },
            onError: (error) => form.setErrors(fieldErrorsOf(error)),
          },
        ),
      )}
    >
      <div className="two">
        <TextInput label="Name" data-autofocus autoComplete="off" {...form.getInputProps('name')} />
        <TextInput label="Description" {...form.getInputProps('description')} />
      </div>
      <ScopePicker
        label="Permissions"
        description="What you take away, its tokens can do no more from the next request on."
        permissions={offered}
        value={form.values.permissions}
        onChange={(value) => form.setFieldValue('permissions', value)}
        error={form.errors.permissions}
      />
      <ErrorNotice error={update.error} />
      <Group justify="flex-end" gap="xs" className="dialog-actions">
        <Button variant="default" onClick={onDone}>
          Cancel
        </Button>
        <Button type="submit" disabled={!form.isDirty()} loading={update.isPending}>
          Save
        </Button>
      </Group>
    </form>
  );
}
