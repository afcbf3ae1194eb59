import { Link } from '@tanstack/react-router';
import type { Notification } from '@/api/types';
import { useReadNotification } from '../api/read-notification';

interface Props {
  notification: Notification;
  onOpen?: () => void;
}

/** Its title, which leads to the page that it is about; whoever goes there has read it. */
export function NotificationLink({ notification, onOpen }: Props) {
  const read = useReadNotification();
  if (!notification.link) return <strong>{notification.title}</strong>;
  const [path, query] = notification.link.split('?');
  return (
    <Link
      // The host's own page addresses.
      to={path as '/'}
      search={Object.fromEntries(new URLSearchParams(query))}
      onClick={() => {
        if (!notification.readAt) read.mutate(notification.id);
        onOpen?.();
      }}
    >
      {notification.title}
    </Link>
  );
}
