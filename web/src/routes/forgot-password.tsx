import { Button, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { createFileRoute, Link } from '@tanstack/react-router';
import { ErrorNotice } from '@/components/ErrorNotice';
import { Notice } from '@/components/Notice';
import { PublicPage } from '@/components/PublicPage';
import { useForgotPassword } from '@/features/personnel/api/forgot-password';

export const Route = createFileRoute('/forgot-password')({ component: ForgotPasswordPage });

function ForgotPasswordPage() {
  const forgot = useForgotPassword();
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { email: '' },
    validate: { email: (email) => (email.includes('@') ? null : 'Enter your e-mail address') },
  });
  return (
    <PublicPage
      title="Forgotten password"
      description="We send a link to your e-mail address, with which you choose a new one."
      below={<Link to="/sign-in">Back to sign-in</Link>}
    >
      {forgot.isSuccess ? (
        <Notice tone="good" role="status">
          If this address belongs to an account, a link is on its way. No mail within a few minutes? Ask an
          administrator of your organization for a reset link.
        </Notice>
      ) : (
        <form className="stack" noValidate onSubmit={form.onSubmit((values) => forgot.mutate(values))}>
          <TextInput
            label="E-mail"
            type="email"
            autoComplete="username"
            autoFocus
            key={form.key('email')}
            {...form.getInputProps('email')}
          />
          <ErrorNotice error={forgot.error} />
          <Button type="submit" fullWidth loading={forgot.isPending}>
            Send the link
          </Button>
        </form>
      )}
    </PublicPage>
  );
}
