import { ActionIcon, Button, Indicator, Popover } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconBell } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useOrganizationId } from '@/api/use-session';
import { EmptyState } from '@/components/EmptyState';
import { When } from '@/components/When';
import { countUnreadNotifications, listNotifications } from '../api/list-notifications';
import { useReadAllNotifications } from '../api/read-all-notifications';
import classes from './NotificationBell.module.css';
import { NotificationLink } from './NotificationLink';

export function NotificationBell() {
  const organizationId = useOrganizationId();
  const [opened, { toggle, close }] = useDisclosure();
  const items = useQuery(listNotifications(organizationId)).data?.items ?? [];
  const unread = useQuery(countUnreadNotifications(organizationId)).data ?? 0;
  const markAll = useReadAllNotifications();
  return (
    <Popover
      width={340}
      position="bottom-end"
      shadow="md"
      radius="md"
      trapFocus
      opened={opened}
      onChange={(open) => !open && close()}
    >
      <Indicator
        disabled={unread === 0}
        label={unread > 99 ? '99+' : unread}
        size={16}
        offset={8}
        color="brand"
      >
        <Popover.Target>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={unread ? `Notifications, ${unread} unread` : 'Notifications'}
            onClick={toggle}
          >
            <IconBell size={19} stroke={1.7} />
          </ActionIcon>
        </Popover.Target>
      </Indicator>
      <Popover.Dropdown p={0} className={classes.dropdown} aria-label="Notifications">
        <div className={classes.header}>
          <strong>Notifications</strong>
          {unread > 0 && (
            <Button
              variant="subtle"
              size="compact-xs"
              loading={markAll.isPending}
              onClick={() => markAll.mutate()}
            >
              Mark all as read
            </Button>
          )}
        </div>
        {items.length === 0 ? (
          <EmptyState icon={<IconBell />} title="Nothing to tell you">
            Tokens that are about to expire and other things that need you appear here.
          </EmptyState>
        ) : (
          <ul className={classes.list}>
            {items.map((item) => (
              <li key={item.id} data-unread={!item.readAt || undefined}>
                <NotificationLink notification={item} onOpen={close} />
                <p>{item.body}</p>
                <small>
                  <When at={item.createdAt} />
                </small>
              </li>
            ))}
          </ul>
        )}
        <div className={classes.footer}>
          <Link to="/notifications" onClick={close}>
            All notifications
          </Link>
          <Link to="/notification-preferences" onClick={close}>
            Preferences
          </Link>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
