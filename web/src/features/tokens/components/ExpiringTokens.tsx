import { Skeleton } from '@mantine/core';
import { IconCalendarCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useOrganizationId } from '@/api/use-session';
import { Card } from '@/components/Card';
import { EmptyState } from '@/components/EmptyState';
import { ErrorState } from '@/components/ErrorState';
import { When } from '@/components/When';
import { listExpiringTokens } from '../api/list-tokens';
import classes from './ExpiringTokens.module.css';

export function ExpiringTokens() {
  const query = useQuery(listExpiringTokens(useOrganizationId()));
  const tokens = query.data?.items ?? [];
  return (
    <Card
      title="What expires next"
      description="Tokens that end within 30 days. Replace them before they do."
    >
      {query.isError ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : query.isPending ? (
        <Skeleton height={120} />
      ) : tokens.length === 0 ? (
        <EmptyState icon={<IconCalendarCheck />} title="Nothing ends soon">
          No token ends within the next 30 days.
        </EmptyState>
      ) : (
        <ul className={classes.list}>
          {tokens.map((token) => (
            <li key={token.id}>
              <div>
                <Link to="/tokens/$tokenId" params={{ tokenId: token.id }}>
                  {token.name}
                </Link>
                <span className="dimmed">{token.owner.name}</span>
              </div>
              <When at={token.expiresAt} />
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
