import { TextInput } from '@mantine/core';
import { createFileRoute, Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { session } from '@/api/client';
import { problemOf } from '@/api/problem';
import { Notice } from '@/components/Notice';
import { PublicPage } from '@/components/PublicPage';
import { useAcceptInvitation } from '@/features/personnel/api/accept-invitation';
import { EnrolForm } from '@/features/personnel/components/EnrolForm';
import { PasswordByLinkForm } from '@/features/personnel/components/PasswordByLinkForm';

export const Route = createFileRoute('/accept-invitation')({
  validateSearch: (search: Record<string, unknown>): { token?: string } =>
    search.token === undefined ? {} : { token: String(search.token) },
  component: AcceptInvitationPage,
});

function AcceptInvitationPage() {
  const search = Route.useSearch();
  const navigate = useNavigate();
  const [token] = useState(search.token);
  const [code, setCode] = useState('');
  const accept = useAcceptInvitation();
  const enrolmentToken = accept.error ? problemOf(accept.error).enrolmentToken : undefined;
  const codeWanted = code !== '' || (accept.error && problemOf(accept.error).code === 'mfa-required');

  // The one-time token leaves the address bar and the history as soon as it has been read.
  useEffect(() => {
    if (search.token) void navigate({ to: '/accept-invitation', search: {}, replace: true });
  }, [search.token, navigate]);

  if (enrolmentToken) {
    return (
      <PublicPage
        title="Set up a second factor"
        description="You have joined. Here it is required: a code from an app on your phone, asked for after your password."
      >
        <EnrolForm
          enrolmentToken={enrolmentToken}
          onSignedIn={(answer) => {
            session.signIn(answer);
            void navigate({ to: '/' });
          }}
        />
      </PublicPage>
    );
  }
  return (
    <PublicPage
      title="Accept your invitation"
      description="Choose a password. If you already have an account here, enter its password."
      below={<Link to="/sign-in">I have already accepted: sign in</Link>}
    >
      {token ? (
        <PasswordByLinkForm
          submit="Accept and sign in"
          pending={accept.isPending}
          error={codeWanted && code === '' ? null : accept.error}
          onSubmit={(password) =>
            accept.mutate(
              { token, password, ...(code ? { code: code.trim() } : {}) },
              { onSuccess: () => navigate({ to: '/' }) },
            )
          }
        >
          {codeWanted && (
            <TextInput
              label="Code"
              description="Of your account: from your authenticator app, or one of your recovery codes"
              autoComplete="one-time-code"
              autoFocus
              value={code}
              onChange={(event) => setCode(event.currentTarget.value)}
            />
          )}
        </PasswordByLinkForm>
      ) : (
        <div className="stack">
          <Notice tone="warn">
            This link is not complete. Open the link from your invitation again, or ask for a new one.
          </Notice>
        </div>
      )}
    </PublicPage>
  );
}
