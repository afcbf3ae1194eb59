import { Button, SegmentedControl } from '@mantine/core';
import { IconBell, IconChecks } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { createFileRoute, Link } from '@tanstack/react-router';
import type { Notification } from '@/api/types';
import { useOrganizationId } from '@/api/use-session';
import { Card } from '@/components/Card';
import { type Column, DataTable } from '@/components/DataTable';
import { EmptyState } from '@/components/EmptyState';
import { listSearch } from '@/components/list-search';
import { PageHeader } from '@/components/PageHeader';
import { useTitle } from '@/components/use-title';
import { When } from '@/components/When';
import {
  browseNotifications,
  countUnreadNotifications,
} from '@/features/notifications/api/list-notifications';
import { useReadAllNotifications } from '@/features/notifications/api/read-all-notifications';
import { useReadNotification } from '@/features/notifications/api/read-notification';
import { NotificationLink } from '@/features/notifications/components/NotificationLink';

export const Route = createFileRoute('/_app/notifications')({
  validateSearch: (search: Record<string, unknown>) => listSearch(search, ['show']),
  component: NotificationsPage,
});

const COLUMNS: Column<Notification>[] = [
  {
    key: 'notice',
    header: 'Notice',
    cell: (notification) => (
      <div>
        <NotificationLink notification={notification} />
        <div className="dimmed">{notification.body}</div>
      </div>
    ),
  },
  {
    key: 'createdAt',
    header: 'When',
    width: '180px',
    cell: ({ createdAt }) => <When at={createdAt} withTime />,
  },
  {
    key: 'read',
    header: 'Read',
    width: '140px',
    cell: (notification) => <ReadState notification={notification} />,
  },
];

function NotificationsPage() {
  useTitle('Notifications');
  const unread = Route.useSearch().show === 'unread';
  const navigate = Route.useNavigate();
  const organizationId = useOrganizationId();
  const query = useInfiniteQuery(browseNotifications(organizationId, unread ? { unread: 'true' } : {}));
  const count = useQuery(countUnreadNotifications(organizationId)).data ?? 0;
  const markAll = useReadAllNotifications();
  return (
    <>
      <PageHeader
        title="Notifications"
        description={
          <>
            What has happened to your tokens, and to those that you look after.{' '}
            <Link to="/notification-preferences">Choose what you are told</Link>
          </>
        }
        actions={
          <Button
            variant="default"
            leftSection={<IconChecks size={16} />}
            disabled={count === 0}
            loading={markAll.isPending}
            onClick={() => markAll.mutate()}
          >
            Mark all as read
          </Button>
        }
      />
      <SegmentedControl
        mb="md"
        aria-label="Which notices"
        value={unread ? 'unread' : 'all'}
        data={[
          { value: 'all', label: 'All' },
          { value: 'unread', label: count > 0 ? `Unread (${count})` : 'Unread' },
        ]}
        onChange={(value) =>
          navigate({ search: value === 'unread' ? { show: 'unread' } : {}, replace: true })
        }
      />
      <Card flush>
        <DataTable
          label="Notifications"
          columns={COLUMNS}
          query={query}
          rowKey={({ id }) => id}
          empty={
            <EmptyState
              icon={<IconBell />}
              title={unread ? 'You have read everything' : 'Nothing to tell you'}
            >
              Tokens that are about to expire and other things that need you appear here, and come by e-mail
              where you want it.
            </EmptyState>
          }
        />
      </Card>
    </>
  );
}

function ReadState({ notification }: { notification: Notification }) {
  const read = useReadNotification();
  if (notification.readAt) return <span className="dimmed">Read</span>;
  return (
    <Button
      variant="default"
      size="compact-xs"
      loading={read.isPending}
      aria-label={`Mark as read: ${notification.title}`}
      onClick={() => read.mutate(notification.id)}
    >
      Mark as read
    </Button>
  );
}
