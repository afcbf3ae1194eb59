import { Button, Group, Modal, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { fieldErrorsOf } from '@/api/problem';
import { ErrorNotice } from '@/components/ErrorNotice';
import { LinkToCopy } from '@/components/LinkToCopy';
import { When } from '@/components/When';
import { useInviteOperator } from '../api/invite-operator';

interface Props {
  opened: boolean;
  /** Known where somebody who was invited before gets a new link. */
  email?: string | undefined;
  onClose: () => void;
}

/** Makes the link by which somebody becomes an operator, and shows it this once. */
export function InviteOperator({ opened, email, onClose }: Props) {
  const invite = useInviteOperator();
  const form = useForm({
    initialValues: { email: email ?? '' },
    validate: { email: (value) => (/^\S+@\S+$/.test(value.trim()) ? null : 'Enter an e-mail address') },
  });
  const close = () => {
    onClose();
    invite.reset();
    form.reset();
  };
  const link = invite.data?.invitation;
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={email ? 'New invitation link' : 'Invite an operator'}
      size="lg"
    >
      {link?.url ? (
        <div className="stack">
          <p className="plain-text">
            Hand this link to {invite.data?.email} yourself: it is shown this once, works once and ends{' '}
            <When at={link.expiresAt} />. They accept with their own password; whoever has no account yet
            chooses one.
          </p>
          <LinkToCopy url={link.url} />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Done
            </Button>
          </Group>
        </div>
      ) : (
        <form
          className="stack"
          noValidate
          onSubmit={form.onSubmit((values) =>
            invite.mutate(values.email.trim(), { onError: (error) => form.setErrors(fieldErrorsOf(error)) }),
          )}
        >
          <TextInput
            label="E-mail"
            type="email"
            autoComplete="off"
            data-autofocus
            readOnly={Boolean(email)}
            {...form.getInputProps('email')}
          />
          <p className="plain-text dimmed">
            An operator may do everything on this instance but see inside an organization. Make sure that it
            is really them who gets the link.
          </p>
          <ErrorNotice error={invite.error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" loading={invite.isPending}>
              Make a link
            </Button>
          </Group>
        </form>
      )}
    </Modal>
  );
}
