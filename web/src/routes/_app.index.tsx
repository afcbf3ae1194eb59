import { createFileRoute } from '@tanstack/react-router';
import { PageHeader } from '@/components/PageHeader';
import { useTitle } from '@/components/use-title';
import { useMe } from '@/features/personnel/api/get-me';

export const Route = createFileRoute('/_app/')({ component: DashboardPage });

function DashboardPage() {
  useTitle('Dashboard');
  const me = useMe();
  return <PageHeader title={me.organization?.name ?? 'Platform'} />;
}
