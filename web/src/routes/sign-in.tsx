import { createFileRoute, redirect, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { session } from '@/api/client';
import type { SignInAnswer } from '@/api/types';
import { PublicPage } from '@/components/PublicPage';
import { EnrolForm } from '@/features/personnel/components/EnrolForm';
import { SignInForm } from '@/features/personnel/components/SignInForm';
import { getSetup } from '@/features/tenancy/api/get-setup';

export const Route = createFileRoute('/sign-in')({
  validateSearch: (search: Record<string, unknown>): { to?: string } =>
    typeof search.to === 'string' && search.to.startsWith('/') && !search.to.startsWith('//')
      ? { to: search.to }
      : {},
  beforeLoad: async ({ context, search }) => {
    // An instance without the set-up endpoint, or one that is busy, still lets people sign in.
    const setup = await context.queryClient.fetchQuery(getSetup).catch(() => ({ required: false }));
    if (setup.required) throw redirect({ to: '/set-up' });
    if ((await session.resume()).status === 'signed-in') throw redirect({ href: search.to ?? '/' });
  },
  component: SignInPage,
});

function SignInPage() {
  const { to } = Route.useSearch();
  const navigate = useNavigate();
  const [enrolmentToken, setEnrolmentToken] = useState<string>();
  const goOn = (answer: SignInAnswer) =>
    answer.organizations.length > 1
      ? navigate({ to: '/choose-organization', search: to ? { to } : {} })
      : navigate({ href: to ?? '/' });

  if (enrolmentToken) {
    return (
      <PublicPage
        title="Set up a second factor"
        description="It is required here: a code from an app on your phone, asked for after your password."
      >
        <EnrolForm
          enrolmentToken={enrolmentToken}
          onSignedIn={(answer) => {
            session.signIn(answer);
            goOn(answer);
          }}
        />
      </PublicPage>
    );
  }
  return (
    <PublicPage title="Sign in">
      <SignInForm onSignedIn={goOn} onEnrolmentNeeded={setEnrolmentToken} />
    </PublicPage>
  );
}
