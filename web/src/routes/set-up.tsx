import { createFileRoute, redirect, useNavigate } from '@tanstack/react-router';
import { PublicPage } from '@/components/PublicPage';
import { getSetup } from '@/features/tenancy/api/get-setup';
import { SetUpForm } from '@/features/tenancy/components/SetUpForm';

export const Route = createFileRoute('/set-up')({
  beforeLoad: async ({ context }) => {
    const setup = await context.queryClient.fetchQuery(getSetup);
    if (!setup.required) throw redirect({ to: '/sign-in' });
  },
  component: SetUpPage,
});

function SetUpPage() {
  const navigate = useNavigate();
  return (
    <PublicPage
      wide
      title="Set up this instance"
      description="It is empty. Say who runs it, name its first organization, and that organization’s administrator."
    >
      <SetUpForm onDone={() => navigate({ to: '/' })} />
    </PublicPage>
  );
}
