import { IconMapOff } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { EmptyState } from './EmptyState';

export function NotFound() {
  return (
    <EmptyState
      icon={<IconMapOff />}
      title="There is nothing here"
      action={<Link to="/">Go to the dashboard</Link>}
    >
      The address may be mistyped, or what it pointed to is gone.
    </EmptyState>
  );
}
