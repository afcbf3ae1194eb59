import { IconLock } from '@tabler/icons-react';
import { createFileRoute } from '@tanstack/react-router';
import { Card } from '@/components/Card';
import { EmptyState } from '@/components/EmptyState';
import { PageHeader } from '@/components/PageHeader';
import { useTitle } from '@/components/use-title';
import { CalendarFeed } from '@/features/calendar/components/CalendarFeed';
import { useMe } from '@/features/personnel/api/get-me';
import { UserToken } from '@/features/tokens/components/UserToken';

export const Route = createFileRoute('/_app/user-token')({ component: UserTokenPage });

function UserTokenPage() {
  useTitle('User token');
  const me = useMe();
  return (
    <>
      <PageHeader
        title="User token"
        description="For scripts and tools of your own. It can do what you can, no more."
      />
      <div className="stack">
        {me.mayHaveUserToken ? (
          <UserToken />
        ) : (
          <Card>
            <EmptyState icon={<IconLock />} title="You can’t have a token yet">
              Ask an administrator to tick “Enable API access token” on your record, and to give you a role
              with the permission tokens:generate.
            </EmptyState>
          </Card>
        )}
        <CalendarFeed />
      </div>
    </>
  );
}
