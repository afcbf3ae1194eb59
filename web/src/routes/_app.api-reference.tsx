import { Tabs } from '@mantine/core';
import { createFileRoute, Outlet, useNavigate, useRouterState } from '@tanstack/react-router';
import { useEffect } from 'react';
import { PageHeader } from '@/components/PageHeader';
import { useTitle } from '@/components/use-title';

export const Route = createFileRoute('/_app/api-reference')({ component: ApiPage });

const TABS = [
  { to: '/api-reference', label: 'API URLs' },
  { to: '/api-reference/documentation', label: 'Documentation' },
  { to: '/api-reference/verify', label: 'Verify' },
] as const;

function ApiPage() {
  useTitle('API');
  const navigate = useNavigate();
  const path = useRouterState({ select: ({ location }) => location.pathname.replace(/\/$/, '') });
  // Whoever opens this page is likely to look there next, and it is a megabyte.
  useEffect(() => {
    const idle = window.setTimeout(
      () => void import('@/features/api-reference/components/Documentation'),
      500,
    );
    return () => window.clearTimeout(idle);
  }, []);
  return (
    <>
      <PageHeader
        title="API"
        description="For those who integrate: what there is to call, tried with your own session or token."
      />
      <Tabs value={path} onChange={(to) => to && navigate({ to })} keepMounted={false}>
        <Tabs.List mb="md">
          {TABS.map(({ to, label }) => (
            <Tabs.Tab key={to} value={to}>
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={path}>
          <Outlet />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
