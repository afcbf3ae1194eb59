import { Button, Drawer, Group, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { AuditEntry } from '@/api/types';
import { useOrganizationId } from '@/api/use-session';
import { CopyButton } from '@/components/CopyButton';
import { ErrorState } from '@/components/ErrorState';
import { Facts } from '@/components/Facts';
import { When } from '@/components/When';
import { getAuditEntry } from '../api/get-audit-entry';
import classes from './Audit.module.css';
import { AuditChanges } from './AuditChanges';
import { kindOf } from './kind-of';

interface Props {
  /** Undefined closes the drawer. */
  entryId: string | undefined;
  mayReadTokens: boolean;
  onFilter: (filter: { actorId: string } | { targetId: string }) => void;
  onClose: () => void;
}

/** One entry: who, by which credential, from where, what was before and what after, and its place in the chain. */
export function AuditEntryDrawer({ entryId, mayReadTokens, onFilter, onClose }: Props) {
  return (
    <Drawer
      opened={entryId !== undefined}
      onClose={onClose}
      position="right"
      size={640}
      title="Entry of the audit log"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {entryId && <Content entryId={entryId} mayReadTokens={mayReadTokens} onFilter={onFilter} />}
    </Drawer>
  );
}

function Content({ entryId, mayReadTokens, onFilter }: Omit<Props, 'onClose'> & { entryId: string }) {
  const query = useQuery(getAuditEntry(useOrganizationId(), entryId));
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (query.isPending) return <Skeleton height={480} />;
  const entry = query.data;
  const { actor, target } = entry;
  return (
    <div className="stack">
      <p className={classes.action}>{entry.action}</p>
      <Facts
        items={[
          ['When', <When key="at" at={entry.at} withTime />],
          ['Who', <Named key="who" name={actor.name} kind={kindOf(actor.kind)} />],
          ['Credential', <Credential key="credential" actor={actor} mayReadTokens={mayReadTokens} />],
          ['What', <Named key="what" name={target.name} kind={kindOf(target.kind)} />],
          [
            'Address',
            <span key="address" className="mono">
              {entry.address ?? '—'}
            </span>,
          ],
          ['Program', entry.userAgent ?? '—'],
        ]}
      />
      <Group gap="xs">
        <Button variant="default" size="xs" onClick={() => onFilter({ actorId: actor.id })}>
          Everything by {actor.name || 'this actor'}
        </Button>
        <Button variant="default" size="xs" onClick={() => onFilter({ targetId: target.id })}>
          Everything about {target.name || 'this'}
        </Button>
      </Group>
      <section aria-label="Before and after">
        <h3 className={classes.heading}>Before and after</h3>
        <AuditChanges changes={entry.changes} />
      </section>
      <section aria-label="Place in the chain">
        <h3 className={classes.heading}>Place in the chain</h3>
        <dl className={classes.chain}>
          <Part label="Number">{entry.sequence.toLocaleString('en')}</Part>
          <Part label="Hash" copy={entry.hash}>
            <code>{entry.hash}</code>
          </Part>
          <Part label="Hash of the entry before" copy={entry.previousHash}>
            <code>{entry.previousHash}</code>
          </Part>
          {entry.traceId && (
            <Part label="Trace id" copy={entry.traceId}>
              <code>{entry.traceId}</code>
            </Part>
          )}
        </dl>
      </section>
    </div>
  );
}

const Named = ({ name, kind }: { name: string; kind: string }) => (
  <div className={classes.named}>
    <span>{name || '—'}</span>
    <small className="dimmed">{kind}</small>
  </div>
);

function Credential({ actor, mayReadTokens }: { actor: AuditEntry['actor']; mayReadTokens: boolean }) {
  if (!actor.tokenId) return <>{actor.kind === 'person' ? 'Signed in' : '—'}</>;
  if (!mayReadTokens) return <>API token</>;
  return (
    <Link to="/tokens/$tokenId" params={{ tokenId: actor.tokenId }}>
      API token
    </Link>
  );
}

function Part({ label, copy, children }: { label: string; copy?: string; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        {children}
        {copy && <CopyButton value={copy} label={`Copy ${label.toLowerCase()}`} />}
      </dd>
    </div>
  );
}
