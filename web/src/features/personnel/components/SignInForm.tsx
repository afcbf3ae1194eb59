import { Anchor, Button, Divider, PasswordInput, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconFingerprint } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { problemOf } from '@/api/problem';
import type { SignInAnswer } from '@/api/types';
import { ErrorNotice } from '@/components/ErrorNotice';
import { Notice } from '@/components/Notice';
import { useSignIn } from '../api/sign-in';
import { useSignInWithPasskey } from '../api/sign-in-with-passkey';
import { PasskeyCancelled, passkeysSupported } from '../passkeys';

interface Props {
  onSignedIn: (answer: SignInAnswer) => void;
  /** A second factor is required, and the account has none yet. */
  onEnrolmentNeeded: (enrolmentToken: string) => void;
}

export function SignInForm({ onSignedIn, onEnrolmentNeeded }: Props) {
  const signIn = useSignIn();
  const withPasskey = useSignInWithPasskey();
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { email: '', password: '', code: '' },
    validate: {
      email: (email) => (email.includes('@') ? null : 'Enter your e-mail address'),
      password: (password) => (password ? null : 'Enter your password'),
    },
  });
  const problem = signIn.error ? problemOf(signIn.error) : undefined;
  const codeSent = Boolean(signIn.variables?.code);
  const codeWanted = problem?.code === 'mfa-required' || (codeSent && problem?.code === 'unauthenticated');

  return (
    <form
      className="stack"
      noValidate
      onSubmit={form.onSubmit(({ email, password, code }) =>
        signIn.mutate(
          { email, password, ...(code ? { code: code.trim() } : {}) },
          {
            onSuccess: onSignedIn,
            onError: (error) => {
              const { code, enrolmentToken } = problemOf(error);
              if (code === 'mfa-required' && enrolmentToken) onEnrolmentNeeded(enrolmentToken);
            },
          },
        ),
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
          autoFocus
          key={form.key('code')}
          {...form.getInputProps('code')}
        />
      )}
      {problem?.code === 'unauthenticated' ? (
        <Notice tone="bad" role="alert">
          {codeSent
            ? 'The e-mail address, the password or the code is not right.'
            : 'The e-mail address or the password is not right.'}
        </Notice>
      ) : (
        problem?.code !== 'mfa-required' && <ErrorNotice error={signIn.error} />
      )}
      <Button type="submit" fullWidth loading={signIn.isPending}>
        Sign in
      </Button>
      <Anchor component={Link} to="/forgot-password" size="sm" ta="center">
        Forgotten your password?
      </Anchor>
      {passkeysSupported() && (
        <>
          <Divider label="or" />
          <Button
            variant="default"
            fullWidth
            leftSection={<IconFingerprint size={16} aria-hidden />}
            loading={withPasskey.isPending}
            onClick={() => withPasskey.mutate(undefined, { onSuccess: onSignedIn })}
          >
            Sign in with a passkey
          </Button>
          {withPasskey.error && problemOf(withPasskey.error).code === 'unauthenticated' ? (
            <Notice tone="bad" role="alert">
              This passkey is not known here. Sign in with your password.
            </Notice>
          ) : (
            !(withPasskey.error instanceof PasskeyCancelled) && <ErrorNotice error={withPasskey.error} />
          )}
        </>
      )}
    </form>
  );
}
