import { Button } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { ReactNode } from 'react';
import { fieldErrorsOf } from '@/api/problem';
import { ErrorNotice } from '@/components/ErrorNotice';
import { NewPassword, passwordProblem } from '@/components/NewPassword';

interface Props {
  submit: string;
  pending: boolean;
  error: unknown;
  onSubmit: (password: string) => void;
  children?: ReactNode;
}

/** Choosing a password with a one-time link in hand: an invitation or a reset. */
export function PasswordByLinkForm({ submit, pending, error, onSubmit, children }: Props) {
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { password: '' },
    validate: { password: passwordProblem },
  });
  const refused = error ? fieldErrorsOf(error).password : undefined;
  return (
    <form className="stack" noValidate onSubmit={form.onSubmit(({ password }) => onSubmit(password))}>
      <NewPassword
        autoFocus
        key={form.key('password')}
        {...form.getInputProps('password')}
        error={form.errors.password ?? refused}
      />
      {children}
      {!refused && <ErrorNotice error={error} />}
      <Button type="submit" fullWidth loading={pending}>
        {submit}
      </Button>
    </form>
  );
}
