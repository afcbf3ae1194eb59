import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconLifebuoy } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { SupportEntry } from '@/api/types';
import { Card } from '@/components/Card';
import { ConfirmDialog } from '@/components/ConfirmDialog';
import { useEndInstanceSupportEntry } from '../api/end-instance-support-entry';
import { listInstanceSupportEntries } from '../api/list-instance-support-entries';
import { EnterAsSupport } from './EnterAsSupport';
import { SupportEntriesTable } from './SupportEntriesTable';

/** For operators: who has entered an organization as support, and the way in. */
export function SupportEntries({ organizationId }: { organizationId: string }) {
  const query = useInfiniteQuery(listInstanceSupportEntries(organizationId));
  const end = useEndInstanceSupportEntry(organizationId);
  const [ending, setEnding] = useState<SupportEntry>();
  const [entering, { open, close }] = useDisclosure();
  const stop = () => {
    setEnding(undefined);
    end.reset();
  };
  return (
    <Card
      flush
      title="Support"
      description="To see its people, tokens and log, enter the organization for a while. It reads your reason, and may end it at any time."
      actions={
        <Button variant="default" leftSection={<IconLifebuoy size={16} />} onClick={open}>
          Enter as support
        </Button>
      }
    >
      <SupportEntriesTable
        query={query}
        onEnd={setEnding}
        empty="Enter the organization to see what is in it. Nothing can be changed from there."
      />
      <EnterAsSupport organizationId={organizationId} opened={entering} onClose={close} />
      <ConfirmDialog
        opened={ending !== undefined}
        title="End this support entry?"
        confirm="End support entry"
        pending={end.isPending}
        error={end.error}
        onCancel={stop}
        onConfirm={() => ending && end.mutate(ending.id, { onSuccess: stop })}
      >
        {ending?.operator.email} can read nothing of the organization from then on.
      </ConfirmDialog>
    </Card>
  );
}
