import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useOrganizationId } from '@/api/use-session';
import { Card } from '@/components/Card';
import { ErrorNotice } from '@/components/ErrorNotice';
import { StatusBadge } from '@/components/StatusBadge';
import { When } from '@/components/When';
import { listTokensOf } from '../api/list-tokens';
import classes from './OwnersTokens.module.css';

/** The tokens of one person or service account, the dead ones too. */
export function OwnersTokens({ ownerId, none }: { ownerId: string; none: string }) {
  const query = useQuery(listTokensOf(useOrganizationId(), ownerId));
  const tokens = query.data?.items ?? [];
  return (
    <Card title="Tokens">
      <ErrorNotice error={query.error} />
      {query.isPending ? (
        <Skeleton height={20} />
      ) : tokens.length === 0 ? (
        <span className="dimmed">{none}</span>
      ) : (
        <ul className={classes.list}>
          {tokens.map((token) => (
            <li key={token.id}>
              <div className={classes.first}>
                <Link to="/tokens/$tokenId" params={{ tokenId: token.id }}>
                  {token.name}
                </Link>
                <StatusBadge status={token.status} />
              </div>
              <div className={classes.second}>
                <code>{token.display}</code>
                <span>
                  {token.revokedAt ? 'Revoked ' : token.expiresAt ? 'Expires ' : null}
                  <When at={token.revokedAt ?? token.expiresAt} never="No expiration" />
                </span>
              </div>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
