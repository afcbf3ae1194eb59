import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { problemOf } from '@/api/problem';
import type { SignInAnswer } from '@/api/types';
import { ErrorNotice } from '@/components/ErrorNotice';
import { Notice } from '@/components/Notice';
import { useSignIn } from '../api/sign-in';

export function SignInForm({ onSignedIn }: { onSignedIn: (answer: SignInAnswer) => void }) {
  const signIn = useSignIn();
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { email: '', password: '', code: '' },
    validate: {
      email: (email) => (email.includes('@') ? null : 'Enter your e-mail address'),
      password: (password) => (password ? null : 'Enter your password'),
    },
  });
  const problem = signIn.error ? problemOf(signIn.error) : undefined;
  const codeWanted = problem?.code === 'mfa-required';

  return (
    <form
      className="stack"
      noValidate
      onSubmit={form.onSubmit(({ email, password, code }) =>
        signIn.mutate({ email, password, ...(code ? { code } : {}) }, { onSuccess: onSignedIn }),
      )}
    >
      <TextInput
        label="E-mail"
        type="email"
        autoComplete="username"
        autoFocus
        key={form.key('email')}
        {...form.getInputProps('email')}
      />
      <PasswordInput
        label="Password"
        autoComplete="current-password"
        visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
        key={form.key('password')}
        {...form.getInputProps('password')}
      />
      {codeWanted && (
        <TextInput
          label="Code"
          description="From your authenticator app, or one of your recovery codes"
          autoComplete="one-time-code"
          inputMode="numeric"
          autoFocus
          key={form.key('code')}
          {...form.getInputProps('code')}
        />
      )}
      {problem?.code === 'unauthenticated' ? (
        <Notice tone="bad" role="alert">
          The e-mail address or the password is not right.
        </Notice>
      ) : (
        !codeWanted && <ErrorNotice error={signIn.error} />
      )}
      <Button type="submit" fullWidth loading={signIn.isPending}>
        Sign in
      </Button>
    </form>
  );
}
