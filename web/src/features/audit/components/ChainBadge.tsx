import { Button } from '@mantine/core';
import { IconLink } from '@tabler/icons-react';
import { ErrorNotice } from '@/components/ErrorNotice';
import { Notice } from '@/components/Notice';
import { useVerifyAudit } from '../api/verify-audit';
import classes from './Audit.module.css';

/** Whether each entry still has the hash that the next one was sealed with: asked for on demand, since all are read for it. */
export function ChainBadge() {
  const check = useVerifyAudit();
  return (
    <div className={classes.badge} role="status">
      {check.data?.intact && (
        <Notice tone="good">
          The chain is intact: {check.data.entries.toLocaleString('en')} entries were checked
          {check.data.checkpoints > 0 &&
            `, and agree with ${check.data.checkpoints.toLocaleString('en')} signed ${check.data.checkpoints === 1 ? 'checkpoint' : 'checkpoints'}`}
          .
        </Notice>
      )}
      {check.data?.intact === false && (
        <Notice tone="bad">
          The chain is broken at entry {check.data.firstBroken?.toLocaleString('en')}: that entry, or what
          stood beside it, is not what was written. {check.data.entries.toLocaleString('en')} entries before
          it are whole.
        </Notice>
      )}
      <ErrorNotice error={check.error} />
      <Button
        variant="default"
        leftSection={<IconLink size={16} />}
        loading={check.isPending}
        onClick={() => check.mutate()}
      >
        {check.data ? 'Check again' : 'Check the chain'}
      </Button>
    </div>
  );
}
