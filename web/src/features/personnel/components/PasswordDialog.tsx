import { Button, Group, Modal, PasswordInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { ReactNode } from 'react';
import { fieldErrorsOf } from '@/api/problem';
import { ErrorNotice } from '@/components/ErrorNotice';

interface Props {
  opened: boolean;
  title: string;
  submit: string;
  destructive?: boolean;
  pending: boolean;
  error: unknown;
  children?: ReactNode;
  onSubmit: (password: string) => void;
  onClose: () => void;
}

/** Asks for the password again before something that could lock its owner out, or let somebody else in. */
export function PasswordDialog({
  opened,
  title,
  submit,
  destructive = false,
  pending,
  error,
  children,
  onSubmit,
  onClose,
}: Props) {
  return (
    <Modal opened={opened} onClose={onClose} title={title} size="md">
      <PasswordForm {...{ submit, destructive, pending, error, children, onSubmit, onClose }} />
    </Modal>
  );
}

/** Inside the dialog, so that each opening begins with an empty field. */
function PasswordForm({
  submit,
  destructive,
  pending,
  error,
  children,
  onSubmit,
  onClose,
}: Omit<Props, 'opened' | 'title'>) {
  const form = useForm({
    initialValues: { password: '' },
    validate: { password: (password) => (password ? null : 'Enter your password') },
  });
  const wrong = error ? fieldErrorsOf(error).password : undefined;
  return (
    <form className="stack" noValidate onSubmit={form.onSubmit(({ password }) => onSubmit(password))}>
      {children}
      <PasswordInput
        label="Your password"
        autoComplete="current-password"
        data-autofocus
        visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
        {...form.getInputProps('password')}
        error={form.errors.password ?? wrong}
      />
      {!wrong && <ErrorNotice error={error} />}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" className={destructive ? 'destructive' : undefined} loading={pending}>
          {submit}
        </Button>
      </Group>
    </form>
  );
}
