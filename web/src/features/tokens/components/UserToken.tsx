import { ActionIcon, Button, Skeleton, Text, Tooltip } from '@mantine/core';
import { IconKey, IconPlayerPlay, IconReload, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { Token } from '@/api/types';
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
import { getMyTokenPolicy } from '../api/get-my-token-policy';
import { listMyTokens } from '../api/list-my-tokens';
import { useRegenerateMyToken } from '../api/regenerate-my-token';
import { useRemoveMyToken } from '../api/remove-my-token';
import { GenerateAnotherToken } from './GenerateAnotherToken';
import { isLive } from './live';
import { RotateToken } from './RotateToken';
import { Samples } from './Samples';
import classes from './UserToken.module.css';

/** What is shown of one's tokens: all that work; where none does, the one that has expired last, so that its end is no riddle. */
function shownOf(tokens: Token[]): Token[] {
  const live = tokens.filter(isLive);
  return live.length > 0
    ? live
    : tokens.filter((token) => token.status === 'expired' && !token.replacedById).slice(0, 1);
}

/** A person's own tokens, mostly one: generate ▶, copy, rotate, regenerate ↺, remove ✕. */
export function UserToken() {
  const organizationId = useOrganizationId();
  const query = useQuery(listMyTokens(organizationId));
  const policy = useQuery(getMyTokenPolicy(organizationId)).data;
  const generate = useGenerateMyToken();
  const regenerate = useRegenerateMyToken();
  const remove = useRemoveMyToken();
  const [asked, setAsked] = useState<{ what: 'regenerate' | 'remove'; token: Token }>();
  const [secret, setSecret] = useState<string>();

  function ask(what: 'regenerate' | 'remove', token: Token) {
    regenerate.reset();
    remove.reset();
    setAsked({ what, token });
  }

  function takeNew() {
    generate.mutate(undefined, {
      onSuccess: (created) => {
        setSecret(created.secret);
        generate.reset();
      },
    });
  }

  if (query.isError) {
    return (
      <Card>
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      </Card>
    );
  }
  const shown = shownOf(query.data ?? []);
  const places = (policy?.maxActive ?? 1) - shown.filter((token) => token.status !== 'rotating').length;
  const generateButton = (
    <Button leftSection={<IconPlayerPlay size={16} />} loading={generate.isPending} onClick={takeNew}>
      Generate token
    </Button>
  );

  return (
    <div className="stack">
      {query.isPending ? (
        <Card title="Your token">
          <Skeleton height={92} />
        </Card>
      ) : shown.length === 0 ? (
        <Card>
          <EmptyState icon={<IconKey />} title="You have no token" action={generateButton}>
            A token lets a program call the API as you, with what you may do, for{' '}
            {policy ? `${policy.lifetimeDays} days` : 'a limited time'}.
            <Text mt="sm" component="div" ta="start">
              <ErrorNotice error={generate.error} />
            </Text>
          </EmptyState>
        </Card>
      ) : (
        shown.map((token) => (
          <OwnToken
            key={token.id}
            token={token}
            title={shown.length === 1 ? 'Your token' : token.name}
            actions={
              token.status === 'expired' ? (
                generateButton
              ) : (
                <>
                  {token.status !== 'rotating' && (
                    <RotateToken
                      onMineRotated={setSecret}
                      token={token}
                      maxOverlapHours={policy?.maxOverlapHours ?? 0}
                    />
                  )}
                  {token.status !== 'rotating' && (
                    <Tooltip label="Regenerate">
                      <ActionIcon
                        variant="default"
                        size={34}
                        aria-label="Regenerate token"
                        onClick={() => ask('regenerate', token)}
                      >
                        <IconReload size={17} className={classes.mirrored} />
                      </ActionIcon>
                    </Tooltip>
                  )}
                  <Tooltip label="Remove">
                    <ActionIcon
                      variant="default"
                      size={34}
                      aria-label="Remove token"
                      onClick={() => ask('remove', token)}
                    >
                      <IconX size={17} />
                    </ActionIcon>
                  </Tooltip>
                </>
              )
            }
          >
            {token.status === 'expired' && <ErrorNotice error={generate.error} />}
          </OwnToken>
        ))
      )}
      {shown.some(isLive) && places > 0 && <GenerateAnotherToken onGenerated={setSecret} />}

      <Card title="Use it" description="Each call sends the token and the organization it is meant for.">
        <div className={classes.organization}>
          <span className="dimmed">Organization-ID</span>
          <code>{organizationId}</code>
          <CopyButton value={organizationId} label="Copy organization id" />
        </div>
        <Samples organizationId={organizationId} />
      </Card>

      <ConfirmDialog
        opened={asked?.what === 'regenerate'}
        title="Regenerate your token?"
        confirm="Regenerate token"
        pending={regenerate.isPending}
        error={regenerate.error}
        onCancel={() => setAsked(undefined)}
        onConfirm={() =>
          asked &&
          regenerate.mutate(asked.token.id, {
            onSuccess: (created) => {
              setAsked(undefined);
              setSecret(created.secret);
              regenerate.reset();
            },
          })
        }
      >
        The current token <code>{asked?.token.display}</code> stops working at once. Every program that uses
        it fails until you give it the new one.
      </ConfirmDialog>
      <ConfirmDialog
        opened={asked?.what === 'remove'}
        title="Remove your token?"
        confirm="Remove token"
        pending={remove.isPending}
        error={remove.error}
        onCancel={() => setAsked(undefined)}
        onConfirm={() => asked && remove.mutate(asked.token.id, { onSuccess: () => setAsked(undefined) })}
      >
        <code>{asked?.token.display}</code> stops working at once and can’t be brought back. Every program
        that uses it fails.
      </ConfirmDialog>
      <SecretDialog secret={secret} title="Your new token" onStored={() => setSecret(undefined)}>
        Copy it now and keep it where your program reads its secrets.
      </SecretDialog>
    </div>
  );
}

interface OwnTokenProps {
  token: Token;
  title: string;
  actions: ReactNode;
  children?: ReactNode;
}

function OwnToken({ token, title, actions, children }: OwnTokenProps) {
  const left = token.expiresAt ? daysLeft(token.expiresAt, new Date()) : null;
  return (
    <Card
      title={
        <span className={classes.title}>
          {title} <StatusBadge status={token.status} />
        </span>
      }
      actions={<div className={classes.actions}>{actions}</div>}
    >
      <div className={classes.display}>
        <IconKey size={16} aria-hidden />
        <code>{token.display}</code>
        <span className="dimmed">The rest was shown once and is not kept.</span>
      </div>
      <Facts
        items={[
          ['Expires', <When key="expires" at={token.expiresAt} never="No expiration" />],
          ['Days left', left === null ? 'No limit' : token.status === 'expired' ? 'None' : left],
          ['Last used', <When key="used" at={token.lastUsedAt} never="Never used" />],
          ['Created', <When key="created" at={token.createdAt} />],
        ]}
      />
      {children}
    </Card>
  );
}
