import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { RevocationReceipt, Token } from '@/api/types';
import { ConfirmDialog } from '@/components/ConfirmDialog';
import { When } from '@/components/When';
import { useRevokeToken } from '../api/revoke-token';
import { ReceiptDialog } from './ReceiptDialog';

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
      <ReceiptDialog name={token.name} receipt={receipt} onClose={() => setReceipt(undefined)} />
    </>
  );
}
