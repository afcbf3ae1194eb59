import { UnstyledButton } from '@mantine/core';
import { IconBuilding, IconChevronRight } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { createFileRoute, redirect, useNavigate } from '@tanstack/react-router';
import { session } from '@/api/client';
import { useSession } from '@/api/use-session';
import { ErrorNotice } from '@/components/ErrorNotice';
import { PublicPage } from '@/components/PublicPage';
import classes from './choose-organization.module.css';

export const Route = createFileRoute('/choose-organization')({
  validateSearch: (search: Record<string, unknown>): { to?: string } =>
    typeof search.to === 'string' && search.to.startsWith('/') && !search.to.startsWith('//')
      ? { to: search.to }
      : {},
  beforeLoad: async () => {
    if ((await session.resume()).status !== 'signed-in') throw redirect({ to: '/sign-in' });
  },
  component: ChooseOrganizationPage,
});

function ChooseOrganizationPage() {
  const state = useSession();
  const { to } = Route.useSearch();
  const navigate = useNavigate();
  const choose = useMutation({
    mutationFn: (id: string) => session.switchOrganization(id),
    onSuccess: () => navigate({ href: to ?? '/' }),
  });
  if (state.status !== 'signed-in') return null;
  return (
    <PublicPage
      title="Choose an organization"
      description="You can switch at any time, at the top of each page."
    >
      <div className="stack">
        <ErrorNotice error={choose.error} />
        <ul className={classes.list}>
          {state.organizations.map((organization) => (
            <li key={organization.id}>
              <UnstyledButton
                className={classes.choice}
                disabled={choose.isPending}
                onClick={() => choose.mutate(organization.id)}
              >
                <IconBuilding size={18} aria-hidden />
                <span className={classes.name}>
                  {organization.name}
                  <small>{organization.slug}</small>
                </span>
                <IconChevronRight size={16} aria-hidden />
              </UnstyledButton>
            </li>
          ))}
        </ul>
      </div>
    </PublicPage>
  );
}
