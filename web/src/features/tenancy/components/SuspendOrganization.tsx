import { Button, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import type { InstanceOrganization, SuspensionReceipt } from '@/api/types';
import { Card } from '@/components/Card';
import { ConfirmDialog } from '@/components/ConfirmDialog';
import { ErrorNotice } from '@/components/ErrorNotice';
import { ReceiptDialog } from '@/components/ReceiptDialog';
import { When } from '@/components/When';
import { useResumeOrganization } from '../api/resume-organization';
import { useSuspendOrganization } from '../api/suspend-organization';
import { STOPPED } from './words';

/** Stops an organization, or lets it work again. */
export function SuspendOrganization({ organization }: { organization: InstanceOrganization }) {
  const suspend = useSuspendOrganization(organization.id);
  const [asked, setAsked] = useState(false);
  const [reason, setReason] = useState('');
  const [receipt, setReceipt] = useState<SuspensionReceipt>();
  return (
    <>
      {organization.status === 'suspended' ? (
        <Suspended organization={organization} />
      ) : (
        <Card
          title="Suspend"
          footer={
            <Button className="destructive-quiet" onClick={() => setAsked(true)}>
              Suspend organization
            </Button>
          }
        >
          <p className="plain-text">
            Every token and every session of {organization.name} stops at once. Nothing is lost: resuming
            brings back whatever has not come to its end meanwhile.
          </p>
        </Card>
      )}
      <ConfirmDialog
        opened={asked}
        title={`Suspend ${organization.name}?`}
        confirm="Suspend organization"
        pending={suspend.isPending}
        error={suspend.error}
        onCancel={() => {
          setAsked(false);
          suspend.reset();
        }}
        onConfirm={() =>
          suspend.mutate(reason.trim(), {
            onSuccess: (answer) => {
              setAsked(false);
              setReason('');
              setReceipt(answer);
            },
          })
        }
      >
        <div className="stack">
          <span>
            {organization.people} people and {organization.tokens} tokens are refused from the next request
            on, on every node. Its administrators are told.
          </span>
          <TextInput
            label="Reason"
            placeholder="Optional; its administrators read it"
            maxLength={400}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        </div>
      </ConfirmDialog>
      <ReceiptDialog
        title={`${organization.name} is suspended`}
        outcome={STOPPED}
        receipt={receipt}
        facts={({ suspendedAt }) => [['Suspended', <When key="at" at={suspendedAt} withTime />]]}
        onClose={() => setReceipt(undefined)}
      />
    </>
  );
}

function Suspended({ organization }: { organization: InstanceOrganization }) {
  const resume = useResumeOrganization(organization.id);
  return (
    <Card
      title="Suspended"
      footer={
        <Button
          loading={resume.isPending}
          onClick={() =>
            resume.mutate(undefined, {
              onSuccess: ({ name }) => notifications.show({ message: `${name} works again.` }),
            })
          }
        >
          Resume organization
        </Button>
      }
    >
      <p className="plain-text">
        Nobody can act in {organization.name} since <When at={organization.suspendedAt} withTime />.
        {organization.suspendedReason && <> Reason: {organization.suspendedReason}</>}
      </p>
      <ErrorNotice error={resume.error} />
    </Card>
  );
}
