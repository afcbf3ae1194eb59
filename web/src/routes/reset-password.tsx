import { Button } from '@mantine/core';
import { createFileRoute, Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { Notice } from '@/components/Notice';
import { PublicPage } from '@/components/PublicPage';
import { useResetPassword } from '@/features/personnel/api/reset-password';
import { PasswordByLinkForm } from '@/features/personnel/components/PasswordByLinkForm';

export const Route = createFileRoute('/reset-password')({
  validateSearch: (search: Record<string, unknown>): { token?: string } =>
    search.token === undefined ? {} : { token: String(search.token) },
  component: ResetPasswordPage,
});

function ResetPasswordPage() {
  const search = Route.useSearch();
  const navigate = useNavigate();
  const [token] = useState(search.token);
  const reset = useResetPassword();

  // The one-time token leaves the address bar and the history as soon as it has been read.
  useEffect(() => {
    if (search.token) void navigate({ to: '/reset-password', search: {}, replace: true });
  }, [search.token, navigate]);

  return (
    <PublicPage
      title="Choose a new password"
      description="You are signed out everywhere when it is set."
      below={<Link to="/sign-in">Back to sign-in</Link>}
    >
      {reset.isSuccess ? (
        <div className="stack">
          <Notice tone="good" role="status">
            Your new password is set.
          </Notice>
          <Button fullWidth onClick={() => navigate({ to: '/sign-in' })}>
            Sign in
          </Button>
        </div>
      ) : token ? (
        <PasswordByLinkForm
          submit="Set the password"
          pending={reset.isPending}
          error={reset.error}
          onSubmit={(password) => reset.mutate({ token, password })}
        />
      ) : (
        <Notice tone="warn">
          This link is not complete. Open the link you were given again, or ask for a new one.
        </Notice>
      )}
    </PublicPage>
  );
}
