import { Button, Group, Modal, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { fieldErrorsOf } from '@/api/problem';
import type { Application } from '@/api/types';
import { ErrorNotice } from '@/components/ErrorNotice';
import { useCreateApplication } from '../api/create-application';

interface Props {
  opened: boolean;
  onCreated: (application: Application) => void;
  onClose: () => void;
}

export function CreateApplicationDialog({ opened, onCreated, onClose }: Props) {
  const create = useCreateApplication();
  const form = useForm({
    initialValues: { name: '' },
    validate: { name: (value) => (value.trim() ? null : 'Enter a name') },
  });

  function close() {
    onClose();
    create.reset();
    form.reset();
  }

  return (
    <Modal opened={opened} onClose={close} title="Register an application" size="md">
      <form
        className="stack"
        noValidate
        onSubmit={form.onSubmit(({ name }) =>
          create.mutate(name.trim(), {
            onSuccess: (application) => {
              close();
              onCreated(application);
            },
            onError: (error) => form.setErrors(fieldErrorsOf(error)),
          }),
        )}
      >
        <TextInput
          label="Name"
          description="What it brings, and its tokens, come next."
          placeholder="Ticketing"
          maxLength={100}
          data-autofocus
          autoComplete="off"
          {...form.getInputProps('name')}
        />
        <ErrorNotice error={create.error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" loading={create.isPending}>
            Register application
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
