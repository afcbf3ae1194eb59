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

  useEffect(() => {
    if (search.token) void navigate({ to: '/reset-password', search: {}, replace: true });
  }, [search.token, navigate]);

  return (
    <PublicPage title="Choose a new password" below={<Link to="/sign-in">Back to sign-in</Link>}>
      {!token ? (
        <div className="stack">
          <Notice tone="warn">This link is not complete. Open it again, or ask for a new one.</Notice>
        </div>
      ) : reset.isSuccess ? (
        <div className="stack">
          <Notice tone="good" role="status">
            Your password is changed. Sign in with the new one.
          </Notice>
        </div>
      ) : (
        <PasswordByLinkForm
          submit="Change password"
          pending={reset.isPending}
          error={reset.error}
          onSubmit={(password) => reset.mutate({ token, password })}
        />
      )}
    </PublicPage>
  );
}
