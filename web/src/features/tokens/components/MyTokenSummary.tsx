import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useOrganizationId } from '@/api/use-session';
import { Card } from '@/components/Card';
import { ErrorNotice } from '@/components/ErrorNotice';
import { StatusBadge } from '@/components/StatusBadge';
import { When } from '@/components/When';
import { getMyToken } from '../api/get-my-token';

export function MyTokenSummary() {
  const query = useQuery(getMyToken(useOrganizationId()));
  const token = query.data?.status === 'revoked' ? null : query.data;
  return (
    <Card title="Your token" actions={token && <StatusBadge status={token.status} />}>
      <ErrorNotice error={query.error} />
      {query.isPending && <Skeleton height={44} />}
      {query.isSuccess && (
        <>
          <div>{token ? <code>{token.display}</code> : 'You have none yet.'}</div>
          {token && (
            <div className="dimmed">
              {token.status === 'expired' ? 'Expired' : 'Expires'} <When at={token.expiresAt} />
            </div>
          )}
          <p style={{ margin: '10px 0 0' }}>
            <Link to="/user-token">{token ? 'Open User token' : 'Generate one'}</Link>
          </p>
        </>
      )}
    </Card>
  );
}
