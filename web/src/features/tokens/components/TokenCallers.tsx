import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Token } from '@/api/types';
import { useOrganizationId } from '@/api/use-session';
import { Card } from '@/components/Card';
import { ErrorNotice } from '@/components/ErrorNotice';
import { When } from '@/components/When';
import { listTokenCallers } from '../api/list-token-callers';
import classes from './TokenUsage.module.css';

/** While a token is being replaced: who still has to be moved to the new one. */
export function TokenCallers({ token }: { token: Token }) {
  const query = useQuery(listTokenCallers(useOrganizationId(), token.id));
  return (
    <Card
      title="Still using this token"
      description={
        <>
          It is being replaced
          {token.replacedById && (
            <>
              {' by '}
              <Link to="/tokens/$tokenId" params={{ tokenId: token.replacedById }}>
                its new token
              </Link>
            </>
          )}{' '}
          and stops <When at={token.expiresAt} withTime />. Move these before then.
        </>
      }
    >
      <ErrorNotice error={query.error} />
      {query.isPending ? (
        <Skeleton height={40} />
      ) : query.data?.length === 0 ? (
        <span className="dimmed">Nobody has used it since the rotation.</span>
      ) : (
        <ul className={classes.rows}>
          {query.data?.map((caller) => (
            <li key={`${caller.address} ${caller.agent}`}>
              <span className={classes.name}>
                <code>{caller.address ?? 'Unknown address'}</code>
                <small className="dimmed">{caller.agent ?? 'Unknown program'}</small>
              </span>
              <span>
                {caller.useCount.toLocaleString('en')} · <When at={caller.lastAt} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
