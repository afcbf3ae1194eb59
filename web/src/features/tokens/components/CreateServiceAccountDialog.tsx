import { Button, Group, Modal, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { fieldErrorsOf } from '@/api/problem';
import type { Permission, ServiceAccount } from '@/api/types';
import { ErrorNotice } from '@/components/ErrorNotice';
import { ScopePicker } from '@/components/ScopePicker';
import { useCreateServiceAccount } from '../api/create-service-account';

interface Props {
  opened: boolean;
  permissions: Permission[];
  onCreated: (account: ServiceAccount) => void;
  onClose: () => void;
}

export function CreateServiceAccountDialog({ opened, permissions, onCreated, onClose }: Props) {
  const create = useCreateServiceAccount();
  const form = useForm({
    initialValues: { name: '', description: '', permissions: [] as string[] },
    validate: {
      name: (value) => (value.trim() ? null : 'Enter a name'),
      permissions: (value) => (value.length ? null : 'Choose at least one permission'),
    },
  });

  function close() {
    onClose();
    create.reset();
    form.reset();
  }

  return (
    <Modal opened={opened} onClose={close} title="Create a service account" size={620}>
      <form
        className="stack"
        noValidate
        onSubmit={form.onSubmit(({ name, description, permissions }) =>
          create.mutate(
            { name: name.trim(), permissions, ...(description ? { description } : {}) },
            {
              onSuccess: (account) => {
                close();
                onCreated(account);
              },
              onError: (error) => form.setErrors(fieldErrorsOf(error)),
            },
          ),
        )}
      >
        <div className="two">
          <TextInput
            label="Name"
            placeholder="Dispatch gateway"
            data-autofocus
            autoComplete="off"
            {...form.getInputProps('name')}
          />
          <TextInput label="Description" placeholder="What it does" {...form.getInputProps('description')} />
        </div>
        <ScopePicker
          label="Permissions"
          description="The most that any of its tokens can do. You can give what you hold yourself."
          permissions={permissions}
          value={form.values.permissions}
          onChange={(value) => form.setFieldValue('permissions', value)}
          error={form.errors.permissions}
        />
        <ErrorNotice error={create.error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" loading={create.isPending}>
            Create service account
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
