import { Button, Checkbox, Group, Modal, MultiSelect, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { fieldErrorsOf } from '@/api/problem';
import type { CreatedPerson } from '@/api/types';
import { ErrorNotice } from '@/components/ErrorNotice';
import { LinkToCopy } from '@/components/LinkToCopy';
import { When } from '@/components/When';
import { useCreatePerson } from '../api/create-person';

interface Props {
  opened: boolean;
  /** What the caller may assign; empty hides the field. */
  roles: { id: string; name: string }[];
  onClose: () => void;
}

export function AddPersonDialog({ opened, roles, onClose }: Props) {
  const add = useCreatePerson();
  const [added, setAdded] = useState<CreatedPerson>();
  const form = useForm({
    initialValues: {
      name: '',
      email: '',
      title: '',
      employeeNumber: '',
      roleIds: [] as string[],
      apiAccessEnabled: false,
      invite: true,
    },
    validate: {
      name: (value) => (value.trim() ? null : 'Enter the name'),
      email: (value) => (/^\S+@\S+$/.test(value) ? null : 'Enter an e-mail address'),
    },
  });

  function close() {
    onClose();
    setAdded(undefined);
    add.reset();
    form.reset();
  }

  if (added) {
    return (
      <Modal opened={opened} onClose={close} title={`${added.name} is invited`} size="lg">
        {added.invitation?.url ? (
          <div className="stack">
            <p className="plain-text">
              No mail goes out from this instance. Send this link to {added.name} yourself; it works once and
              ends <When at={added.invitation.expiresAt} />.
            </p>
            <LinkToCopy url={added.invitation.url} />
          </div>
        ) : (
          <p className="plain-text">An invitation is on its way to {added.email}.</p>
        )}
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={close}>
            Done
          </Button>
        </Group>
      </Modal>
    );
  }

  return (
    <Modal opened={opened} onClose={close} title="Add a person" size="lg">
      <form
        className="stack"
        noValidate
        onSubmit={form.onSubmit(({ title, employeeNumber, ...values }) =>
          add.mutate(
            {
              ...values,
              ...(title ? { title } : {}),
              ...(employeeNumber ? { employeeNumber } : {}),
            },
            {
              onSuccess: (person) => (values.invite ? setAdded(person) : close()),
              onError: (error) => form.setErrors(fieldErrorsOf(error)),
            },
          ),
        )}
      >
        <div className="two">
          <TextInput label="Name" data-autofocus {...form.getInputProps('name')} />
          <TextInput label="E-mail" type="email" {...form.getInputProps('email')} />
          <TextInput label="Title" {...form.getInputProps('title')} />
          <TextInput label="Employee number" {...form.getInputProps('employeeNumber')} />
        </div>
        {roles.length > 0 && (
          <MultiSelect
            label="Roles"
            placeholder={form.values.roleIds.length ? undefined : 'Choose what the person may do'}
            data={roles.map((role) => ({ value: role.id, label: role.name }))}
            searchable
            {...form.getInputProps('roleIds')}
          />
        )}
        <Checkbox
          label="Enable API access token"
          description="The person may generate a token of their own"
          {...form.getInputProps('apiAccessEnabled', { type: 'checkbox' })}
        />
        <Checkbox label="Invite now" {...form.getInputProps('invite', { type: 'checkbox' })} />
        <ErrorNotice error={add.error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" loading={add.isPending}>
            Add person
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
