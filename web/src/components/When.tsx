import { formatDate, formatDateTime, formatRelative } from './dates';
import { useTimeZone } from './time-zone';
import classes from './When.module.css';

interface Props {
  at: string | null | undefined;
  /** What stands where there is no time. */
  never?: string;
  withTime?: boolean;
}

/** A time in the organization's zone, with how long ago it was, or is to come, beside it. */
export function When({ at, never = 'Never', withTime = false }: Props) {
  const timeZone = useTimeZone();
  if (!at) return <span className={classes.relative}>{never}</span>;
  const full = formatDateTime(at, timeZone);
  return (
    <time dateTime={at} title={full} className={classes.root}>
      <span>{withTime ? full : formatDate(at, timeZone)}</span>
      <span className={classes.relative}>{formatRelative(at, new Date())}</span>
    </time>
  );
}
