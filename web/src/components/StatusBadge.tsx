import classes from './StatusBadge.module.css';

type Tone = 'good' | 'warn' | 'bad' | 'quiet';

const STATUS: Record<string, [label: string, tone: Tone]> = {
  active: ['Active', 'good'],
  expiring: ['Expires soon', 'warn'],
  rotating: ['Rotating', 'warn'],
  expired: ['Expired', 'bad'],
  revoked: ['Revoked', 'quiet'],
  invited: ['Invited', 'warn'],
  deactivated: ['Deactivated', 'quiet'],
  suspended: ['Suspended', 'bad'],
  deleting: ['Deleted', 'bad'],
  serving: ['Serving', 'good'],
  silent: ['Silent', 'warn'],
  fenced: ['Shut out', 'bad'],
  enabled: ['On', 'good'],
  off: ['Off', 'quiet'],
  'built-in': ['Built in', 'quiet'],
  disabled: ['Disabled', 'quiet'],
  succeeded: ['Done', 'good'],
  pending: ['Pending', 'warn'],
  delivered: ['Delivered', 'good'],
  failed: ['Failed', 'bad'],
  failing: ['Failing', 'bad'],
  cancelled: ['Cancelled', 'quiet'],
  open: ['Open', 'warn'],
  ended: ['Ended', 'quiet'],
};

export function StatusBadge({ status }: { status: string }) {
  const [label, tone] = STATUS[status] ?? [status, 'quiet'];
  return (
    <span className={classes.badge} data-tone={tone}>
      {label}
    </span>
  );
}
