import { Button } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { problemOf } from '@/api/problem';
import { ErrorNotice } from './ErrorNotice';
import { Notice } from './Notice';
import classes from './StaleNotice.module.css';

interface Props {
  error: unknown;
  /** Reads the record anew; what was typed here is lost, and the notice says so. */
  onReload: () => void;
}

/** What went wrong with a change; where somebody else was quicker, with the way out beside it. */
export function StaleNotice({ error, onReload }: Props) {
  if (problemOf(error).code !== 'stale-version') return <ErrorNotice error={error} />;
  return (
    <Notice tone="warn" role="alert">
      <div className={classes.root}>
        <span>
          Somebody else changed this record while you had it open, so nothing of yours was saved. Reload to
          see their change, then make yours again.
        </span>
        <Button size="xs" variant="default" leftSection={<IconRefresh size={14} />} onClick={onReload}>
          Reload
        </Button>
      </div>
    </Notice>
  );
}
