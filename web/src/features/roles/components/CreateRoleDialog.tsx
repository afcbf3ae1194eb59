import { Button, Group, Modal, Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { fieldErrorsOf } from '@/api/problem';
import type { Role } from '@/api/types';
import { ErrorNotice } from '@/components/ErrorNotice';
import { useCloneRole } from '../api/clone-role';
import { useCreateRole } from '../api/create-role';

interface Props {
  opened: boolean;
  /** Which may be cloned. */
  roles: Role[];
  /** The role whose clone is asked for; undefined to choose here. */
  from?: Role;
  onCreated: (role: Role) => void;
  onClose: () => void;
}

/** A new role: empty, or with the permissions of another one. What it permits is chosen on its page. */
export function CreateRoleDialog({ opened, roles, from, onCreated, onClose }: Props) {
  const create = useCreateRole();
  const clone = useCloneRole();
  const form = useForm({
    initialValues: { name: from ? `Copy of ${from.name}` : '', description: '', from: null as string | null },
    validate: { name: (value) => (value.trim() ? null : 'Enter a name') },
  });
  const source = from?.id ?? form.values.from;

  function close() {
    onClose();
    create.reset();
    clone.reset();
    form.reset();
  }

  const outcome = {
    onSuccess: (role: Role) => {
      close();
      onCreated(role);
    },
    onError: (error: Error) => form.setErrors(fieldErrorsOf(error)),
  };

  return (
    <Modal opened={opened} onClose={close} title={from ? `Clone ${from.name}` : 'Create a role'} size="md">
      <form
        className="stack"
        noValidate
        onSubmit={form.onSubmit(({ name, description }) =>
          source
            ? clone.mutate({ id: source, name: name.trim() }, outcome)
            : create.mutate({ name: name.trim(), description: description.trim() }, outcome),
        )}
      >
        <TextInput
          label="Name"
          placeholder="Night shift"
          maxLength={100}
          data-autofocus
          autoComplete="off"
          {...form.getInputProps('name')}
        />
        {!from && (
          <Select
            label="Start from"
            placeholder="No permission"
            clearable
            searchable
            data={roles.map(({ id, name }) => ({ value: id, label: name }))}
            {...form.getInputProps('from')}
          />
        )}
        {!source && (
          <TextInput
            label="Description"
            placeholder="Who should have it"
            maxLength={400}
            autoComplete="off"
            {...form.getInputProps('description')}
          />
        )}
        <ErrorNotice error={create.error ?? clone.error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" loading={create.isPending || clone.isPending}>
            {from ? 'Clone role' : 'Create role'}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
