import { Button, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useOrganizationId } from '@/api/use-session';
import { Card } from '@/components/Card';
import { ErrorNotice } from '@/components/ErrorNotice';
import { ErrorState } from '@/components/ErrorState';
import { When } from '@/components/When';
import { listSessions } from '../api/list-sessions';
import { useRevokeSession } from '../api/revoke-session';
import { browserOf } from './browser-of';
import classes from './Sessions.module.css';

export function Sessions() {
  const query = useQuery(listSessions(useOrganizationId()));
  const end = useRevokeSession();
  return (
    <Card title="Sessions" description="Where you are signed in. End what you don’t recognize.">
      <ErrorNotice error={end.error} />
      {query.isError ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : query.isPending ? (
        <Skeleton height={96} />
      ) : (
        <ul className={classes.list}>
          {query.data.map((session) => (
            <li key={session.id}>
              <div>
                <strong>{browserOf(session.userAgent)}</strong>
                <span className="dimmed">
                  {session.address ?? 'Unknown address'} · last seen <When at={session.lastSeenAt} />
                </span>
              </div>
              {session.current ? (
                <span className="dimmed">This session</span>
              ) : (
                <Button
                  variant="default"
                  size="xs"
                  loading={end.isPending && end.variables === session.id}
                  onClick={() => end.mutate(session.id)}
                >
                  End
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
