import { Button, Group, Modal, TextInput } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useState } from 'react';
import type { RevocationReceipt, Token } from '@/api/types';
import { ConfirmDialog } from '@/components/ConfirmDialog';
import { CopyButton } from '@/components/CopyButton';
import { Facts } from '@/components/Facts';
import { Notice } from '@/components/Notice';
import { When } from '@/components/When';
import { useRevokeToken } from '../api/revoke-token';
import classes from './RevokeToken.module.css';

export function RevokeToken({ token }: { token: Token }) {
  const revoke = useRevokeToken(token.id);
  const [asked, setAsked] = useState(false);
  const [reason, setReason] = useState('');
  const [receipt, setReceipt] = useState<RevocationReceipt>();
  return (
    <>
      {token.status !== 'revoked' && (
        <Button className="destructive-quiet" onClick={() => setAsked(true)}>
          Revoke
        </Button>
      )}
      <ConfirmDialog
        opened={asked}
        title={`Revoke ${token.name}?`}
        confirm="Revoke token"
        pending={revoke.isPending}
        error={revoke.error}
        onCancel={() => {
          setAsked(false);
          revoke.reset();
        }}
        onConfirm={() =>
          revoke.mutate(reason.trim(), {
            onSuccess: (answer) => {
              setAsked(false);
              setReceipt(answer);
            },
          })
        }
      >
        <div className="stack">
          <span>
            Every program of {token.owner.name} that uses <code className="nowrap">{token.display}</code>{' '}
            fails from the next request on.
            {token.integrations.length > 0 && <> Known to use it: {token.integrations.join(', ')}.</>} Last
            used: <When at={token.lastUsedAt} never="never" />. A revoked token can’t come back.
          </span>
          <TextInput
            label="Reason"
            placeholder="Optional; kept in the audit log"
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        </div>
      </ConfirmDialog>
      <Modal opened={receipt !== undefined} onClose={() => setReceipt(undefined)} title="Revoked" size="md">
        {receipt && <Receipt receipt={receipt} name={token.name} />}
        <Group justify="flex-end" mt="md">
          <Button onClick={() => setReceipt(undefined)} data-autofocus>
            Done
          </Button>
        </Group>
      </Modal>
    </>
  );
}

function Receipt({ receipt, name }: { receipt: RevocationReceipt; name: string }) {
  return (
    <div className="stack">
      <Notice tone="good" icon={<IconCircleCheck size={16} />} role="status">
        No node accepts {name} any more.
      </Notice>
      <Facts
        items={[
          ['Revoked', <When key="at" at={receipt.revokedAt} withTime />],
          ['Revision', receipt.revision],
        ]}
      />
      <table className={classes.nodes}>
        <thead>
          <tr>
            <th scope="col">Node</th>
            <th scope="col">Answer</th>
            <th scope="col">After</th>
          </tr>
        </thead>
        <tbody>
          {receipt.nodes.map((node) => (
            <tr key={node.id}>
              <td>{node.id}</td>
              <td>{node.state === 'acknowledged' ? 'Acknowledged' : 'Fenced off'}</td>
              <td>{node.milliseconds} ms</td>
            </tr>
          ))}
        </tbody>
      </table>
      <div>
        <CopyButton value={JSON.stringify(receipt, null, 2)} label="Copy receipt" withLabel />
      </div>
    </div>
  );
}
