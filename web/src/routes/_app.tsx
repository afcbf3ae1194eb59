import { useQuery } from '@tanstack/react-query';
import { createFileRoute, Navigate, Outlet, redirect, useNavigate, useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { session } from '@/api/client';
import { useOrganizationId, useSession } from '@/api/use-session';
import { Frame } from '@/components/frame/Frame';
import { navigationFor } from '@/components/frame/navigation';
import { OrganizationSwitcher } from '@/components/frame/OrganizationSwitcher';
import { UserMenu } from '@/components/frame/UserMenu';
import { TimeZoneProvider } from '@/components/time-zone';
import { NotificationBell } from '@/features/notifications/components/NotificationBell';
import { getMe, useMe } from '@/features/personnel/api/get-me';
import { useSignOut } from '@/features/personnel/api/sign-out';
import { getOrganization } from '@/features/tenancy/api/get-organization';
import { SupportBanner } from '@/features/tenancy/components/SupportBanner';

export const Route = createFileRoute('/_app')({
  beforeLoad: async ({ context, location }) => {
    const state = await session.resume();
    if (state.status !== 'signed-in') {
      throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { to: location.href } });
    }
    await context.queryClient.ensureQueryData(getMe(state.organization?.id ?? 'instance'));
  },
  component: SignedIn,
});

function SignedIn() {
  const state = useSession();
  // Signed out in this page: the 401 of any call ends here, and nowhere else.
  if (state.status !== 'signed-in') return <Navigate to="/sign-in" search={{}} />;
  return (
    <Pages
      key={state.organization?.id ?? 'instance'}
      isOperator={state.isOperator}
      isSupport={state.support !== null}
    />
  );
}

function Pages({ isOperator, isSupport }: { isOperator: boolean; isSupport: boolean }) {
  const organizationId = useOrganizationId();
  const me = useMe();
  const organization = useQuery({ ...getOrganization(organizationId), enabled: me.can('organization:read') });
  const signOut = useSignOut();
  const navigate = useNavigate();
  const router = useRouter();

  useEffect(
    () =>
      router.subscribe('onResolved', ({ pathChanged }) => {
        if (pathChanged) document.getElementById('content')?.focus({ preventScroll: true });
      }),
    [router],
  );

  return (
    <TimeZoneProvider value={organization.data?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone}>
      <Frame
        navigation={navigationFor(me.can, isOperator)}
        can={me.can}
        mayHaveUserToken={me.mayHaveUserToken}
        organization={<OrganizationSwitcher />}
        banner={<SupportBanner />}
        // Notices are of the organization's own people.
        bell={!isSupport && me.can('notifications:read') && <NotificationBell />}
        user={
          <UserMenu
            name={me.subject.name}
            email={me.subject.email}
            mayHaveUserToken={me.mayHaveUserToken}
            mayBeTold={!isSupport && me.can('notifications:read')}
            onSignOut={() => signOut.mutate(undefined, { onSuccess: () => navigate({ to: '/sign-in' }) })}
          />
        }
      >
        <Outlet />
      </Frame>
    </TimeZoneProvider>
  );
}
