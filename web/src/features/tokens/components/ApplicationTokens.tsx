import { Button } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { RevocationReceipt, Token } from '@/api/types';
import { Card } from '@/components/Card';
import { ConfirmDialog } from '@/components/ConfirmDialog';
import { type Column, DataTable } from '@/components/DataTable';
import { EmptyState } from '@/components/EmptyState';
import { StatusBadge } from '@/components/StatusBadge';
import { When } from '@/components/When';
import { listApplicationTokens } from '../api/list-application-tokens';
import { useRevokeApplicationToken } from '../api/revoke-application-token';
import { isLive } from './live';
import { ReceiptDialog } from './ReceiptDialog';

/** The tokens with which an application verifies. */
export function ApplicationTokens({ applicationId }: { applicationId: string }) {
  const query = useInfiniteQuery(listApplicationTokens(applicationId));
  const revoke = useRevokeApplicationToken(applicationId);
  const [asked, setAsked] = useState<Token>();
  const [revoked, setRevoked] = useState<{ name: string; receipt: RevocationReceipt }>();

  const columns: Column<Token>[] = [
    { key: 'name', header: 'Name', cell: (token) => token.name },
    { key: 'display', header: 'Token', cell: (token) => <span className="mono">{token.display}</span> },
    { key: 'expiresAt', header: 'Expires', cell: (token) => <When at={token.expiresAt} /> },
    { key: 'lastUsedAt', header: 'Last used', cell: (token) => <When at={token.lastUsedAt} /> },
    { key: 'status', header: 'Status', cell: (token) => <StatusBadge status={token.status} /> },
    {
      key: 'revoke',
      header: 'Revoke',
      cell: (token) =>
        isLive(token) && (
          <Button
            size="xs"
            className="destructive-quiet"
            aria-label={`Revoke ${token.name}`}
            onClick={() => setAsked(token)}
          >
            Revoke
          </Button>
        ),
    },
  ];

  return (
    <Card
      title="Tokens"
      description="With these the application verifies tokens of every organization."
      flush
    >
      <DataTable
        label="Tokens of the application"
        columns={columns}
        query={query}
        rowKey={(token) => token.id}
        empty={
          <EmptyState icon={<IconKey />} title="No token yet">
            Issue one, and the application can verify.
          </EmptyState>
        }
      />
      <ConfirmDialog
        opened={asked !== undefined}
        title={`Revoke ${asked?.name ?? ''}?`}
        confirm="Revoke token"
        pending={revoke.isPending}
        error={revoke.error}
        onCancel={() => {
          setAsked(undefined);
          revoke.reset();
        }}
        onConfirm={() => {
          if (!asked) return;
          revoke.mutate(asked.id, {
            onSuccess: (receipt) => {
              setRevoked({ name: asked.name, receipt });
              setAsked(undefined);
            },
          });
        }}
      >
        Whatever uses it can verify no token from then on.
      </ConfirmDialog>
      <ReceiptDialog
        name={revoked?.name ?? ''}
        receipt={revoked?.receipt}
        onClose={() => setRevoked(undefined)}
      />
    </Card>
  );
}
