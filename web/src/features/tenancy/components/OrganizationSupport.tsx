import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { SupportEntry } from '@/api/types';
import { useOrganizationId } from '@/api/use-session';
import { Card } from '@/components/Card';
import { ConfirmDialog } from '@/components/ConfirmDialog';
import { useEndSupportEntry } from '../api/end-support-entry';
import { listSupportEntries } from '../api/list-support-entries';
import { SupportEntriesTable } from './SupportEntriesTable';

/** For an organization’s own people: which operators have been in it, and the way to show one out. */
export function OrganizationSupport({ editable }: { editable: boolean }) {
  const query = useInfiniteQuery(listSupportEntries(useOrganizationId()));
  const end = useEndSupportEntry();
  const [ending, setEnding] = useState<SupportEntry>();
  const stop = () => {
    setEnding(undefined);
    end.reset();
  };
  return (
    <Card
      flush
      title="Support entries"
      description="Those who run this instance see nothing of your people and tokens, unless they enter as support. Then they may read for a while, and change nothing."
    >
      <SupportEntriesTable
        query={query}
        onEnd={editable ? setEnding : undefined}
        empty="When one of those who run this instance does, you are told, and you can end it here."
      />
      <ConfirmDialog
        opened={ending !== undefined}
        title="End this support entry?"
        confirm="End support entry"
        pending={end.isPending}
        error={end.error}
        onCancel={stop}
        onConfirm={() => ending && end.mutate(ending.id, { onSuccess: stop })}
      >
        {ending?.operator.email} can read nothing of your organization from then on. If they are helping you,
        they have to enter again.
      </ConfirmDialog>
    </Card>
  );
}
