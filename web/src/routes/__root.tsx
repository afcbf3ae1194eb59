import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, Outlet } from '@tanstack/react-router';
import { ErrorState } from '@/components/ErrorState';
import { NotFound } from '@/components/NotFound';
import { PublicPage } from '@/components/PublicPage';

export const Route = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  component: Outlet,
  notFoundComponent: () => (
    <PublicPage title="Not found">
      <NotFound />
    </PublicPage>
  ),
  errorComponent: ({ error }) => (
    <PublicPage title="Platform is not answering">
      <ErrorState error={error} title="No answer" onRetry={() => location.reload()} />
    </PublicPage>
  ),
});
