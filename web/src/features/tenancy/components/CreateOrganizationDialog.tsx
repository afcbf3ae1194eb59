import { Button, Group, Modal, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { fieldErrorsOf } from '@/api/problem';
import type { CreatedOrganization } from '@/api/types';
import { ErrorNotice } from '@/components/ErrorNotice';
import { LinkToCopy } from '@/components/LinkToCopy';
import { When } from '@/components/When';
import { useCreateOrganization } from '../api/create-organization';
import { slugFrom, slugProblem } from './slug';

interface Props {
  opened: boolean;
  onOpen: (organizationId: string) => void;
  onClose: () => void;
}

/** Makes an organization; its administrator gets an invitation link, which is shown once. */
export function CreateOrganizationDialog({ opened, onOpen, onClose }: Props) {
  const create = useCreateOrganization();
  const form = useForm({
    initialValues: { name: '', slug: '', administrator: { name: '', email: '' } },
    validate: {
      name: (value) => (value.trim() ? null : 'Enter the name'),
      slug: slugProblem,
      administrator: {
        name: (value) => (value.trim() ? null : 'Enter the name'),
        email: (value) => (/^\S+@\S+$/.test(value) ? null : 'Enter an e-mail address'),
      },
    },
  });

  function close() {
    onClose();
    create.reset();
    form.reset();
  }

  if (create.data) {
    const made = create.data;
    return (
      <Modal opened={opened} onClose={close} title={`${made.name} is there`} size="md">
        <Invitation made={made} />
        <Group justify="flex-end" gap="xs" mt="md">
          <Button variant="default" onClick={close}>
            Done
          </Button>
          <Button
            onClick={() => {
              close();
              onOpen(made.id);
            }}
          >
            Open organization
          </Button>
        </Group>
      </Modal>
    );
  }
  return (
    <Modal opened={opened} onClose={close} title="Create an organization" size="md">
      <form
        className="stack"
        noValidate
        onSubmit={form.onSubmit((values) =>
          create.mutate(values, { onError: (error) => form.setErrors(fieldErrorsOf(error)) }),
        )}
      >
        <TextInput
          label="Name"
          placeholder="Riverside Fire Department"
          maxLength={200}
          data-autofocus
          autoComplete="off"
          {...form.getInputProps('name')}
          onChange={(event) => {
            const { name, slug } = form.values;
            const next = event.currentTarget.value;
            form.setFieldValue('name', next);
            if (!slug || slug === slugFrom(name)) form.setFieldValue('slug', slugFrom(next));
          }}
        />
        <TextInput
          label="Short name"
          description="Stands for its id in the Organization-ID header"
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          autoComplete="off"
          {...form.getInputProps('slug')}
        />
        <TextInput
          label="Administrator’s name"
          autoComplete="off"
          {...form.getInputProps('administrator.name')}
        />
        <TextInput
          label="Administrator’s e-mail"
          type="email"
          description="Whoever has an account already keeps its password."
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          autoComplete="off"
          {...form.getInputProps('administrator.email')}
        />
        <ErrorNotice error={create.error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" loading={create.isPending}>
            Create organization
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

function Invitation({ made: { administrator, invitation } }: { made: CreatedOrganization }) {
  return invitation?.url ? (
    <div className="stack">
      <p className="plain-text">
        Hand this link to {administrator.name} yourself: it is shown this once, works once and ends{' '}
        <When at={invitation.expiresAt} />.
      </p>
      <LinkToCopy url={invitation.url} />
    </div>
  ) : (
    <p className="plain-text">An invitation is on its way to {administrator.email}.</p>
  );
}
