import { ActionIcon, Button, Skeleton, Text, Tooltip } from '@mantine/core';
import { IconKey, IconPlayerPlay, IconReload, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useOrganizationId } from '@/api/use-session';
import { Card } from '@/components/Card';
import { ConfirmDialog } from '@/components/ConfirmDialog';
import { CopyButton } from '@/components/CopyButton';
import { daysLeft } from '@/components/dates';
import { EmptyState } from '@/components/EmptyState';
import { ErrorNotice } from '@/components/ErrorNotice';
import { ErrorState } from '@/components/ErrorState';
import { Facts } from '@/components/Facts';
import { SecretDialog } from '@/components/SecretDialog';
import { StatusBadge } from '@/components/StatusBadge';
import { When } from '@/components/When';
import { useGenerateMyToken } from '../api/generate-my-token';
import { getMyToken } from '../api/get-my-token';
import { useRegenerateMyToken } from '../api/regenerate-my-token';
import { useRemoveMyToken } from '../api/remove-my-token';
import { Samples } from './Samples';
import classes from './UserToken.module.css';

/** A person's own token: generate ▶, copy, regenerate ↺, remove ✕. */
export function UserToken() {
  const organizationId = useOrganizationId();
  const query = useQuery(getMyToken(organizationId));
  const generate = useGenerateMyToken();
  const regenerate = useRegenerateMyToken();
  const remove = useRemoveMyToken();
  const [asked, setAsked] = useState<'regenerate' | 'remove'>();
  const [secret, setSecret] = useState<string>();

  function ask(what: 'regenerate' | 'remove') {
    regenerate.reset();
    remove.reset();
    setAsked(what);
  }

  if (query.isError) {
    return (
      <Card>
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      </Card>
    );
  }
  const token = query.data;
  const expired = token?.status === 'expired';
  const left = token?.expiresAt ? daysLeft(token.expiresAt, new Date()) : null;

  return (
    <div className="stack">
      {query.isPending ? (
        <Card title="Your token">
          <Skeleton height={92} />
        </Card>
      ) : token && token.status !== 'revoked' ? (
        <Card
          title={
            <span className={classes.title}>
              Your token <StatusBadge status={token.status} />
            </span>
          }
          actions={
            <div className={classes.actions}>
              <Tooltip label="Regenerate">
                <ActionIcon
                  variant="default"
                  size={34}
                  aria-label="Regenerate token"
                  onClick={() => ask('regenerate')}
                >
                  <IconReload size={17} className={classes.mirrored} />
                </ActionIcon>
              </Tooltip>
              <Tooltip label="Remove">
                <ActionIcon
                  variant="default"
                  size={34}
                  aria-label="Remove token"
                  onClick={() => ask('remove')}
                >
                  <IconX size={17} />
                </ActionIcon>
              </Tooltip>
            </div>
          }
        >
          <div className={classes.display}>
            <IconKey size={16} aria-hidden />
            <code>{token.display}</code>
            <span className="dimmed">The rest was shown once and is not kept.</span>
          </div>
          <Facts
            items={[
              ['Expires', <When key="expires" at={token.expiresAt} never="No expiration" />],
              ['Days left', left === null ? 'No limit' : expired ? 'None' : left],
              ['Last used', <When key="used" at={token.lastUsedAt} never="Never used" />],
              ['Created', <When key="created" at={token.createdAt} />],
            ]}
          />
        </Card>
      ) : (
        <Card>
          <EmptyState
            icon={<IconKey />}
            title="You have no token"
            action={
              <Button
                leftSection={<IconPlayerPlay size={16} />}
                loading={generate.isPending}
                onClick={() =>
                  generate.mutate(undefined, {
                    onSuccess: (created) => {
                      setSecret(created.secret);
                      generate.reset();
                    },
                  })
                }
              >
                Generate token
              </Button>
            }
          >
            A token lets a program call the API as you, with what you may do, for one year.
            <Text mt="sm" component="div" ta="start">
              <ErrorNotice error={generate.error} />
            </Text>
          </EmptyState>
        </Card>
      )}

      <Card title="Use it" description="Each call sends the token and the organization it is meant for.">
        <div className={classes.organization}>
          <span className="dimmed">Organization-ID</span>
          <code>{organizationId}</code>
          <CopyButton value={organizationId} label="Copy organization id" />
        </div>
        <Samples organizationId={organizationId} />
      </Card>

      <ConfirmDialog
        opened={asked === 'regenerate'}
        title="Regenerate your token?"
        confirm="Regenerate token"
        pending={regenerate.isPending}
        error={regenerate.error}
        onCancel={() => setAsked(undefined)}
        onConfirm={() =>
          regenerate.mutate(undefined, {
            onSuccess: (created) => {
              setAsked(undefined);
              setSecret(created.secret);
              regenerate.reset();
            },
          })
        }
      >
        The current token <code>{token?.display}</code> stops working at once. Every program that uses it
        fails until you give it the new one.
      </ConfirmDialog>
      <ConfirmDialog
        opened={asked === 'remove'}
        title="Remove your token?"
        confirm="Remove token"
        pending={remove.isPending}
        error={remove.error}
        onCancel={() => setAsked(undefined)}
        onConfirm={() => remove.mutate(undefined, { onSuccess: () => setAsked(undefined) })}
      >
        <code>{token?.display}</code> stops working at once and can’t be brought back. Every program that uses
        it fails.
      </ConfirmDialog>
      <SecretDialog secret={secret} title="Your new token" onStored={() => setSecret(undefined)}>
        Copy it now and keep it where your program reads its secrets.
      </SecretDialog>
    </div>
  );
}
