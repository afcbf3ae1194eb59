import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { createFileRoute, Link } from '@tanstack/react-router';
import { useOrganizationId } from '@/api/use-session';
import { Card } from '@/components/Card';
import { ErrorState } from '@/components/ErrorState';
import { Facts } from '@/components/Facts';
import { PageHeader } from '@/components/PageHeader';
import { ScopeList } from '@/components/ScopeList';
import { StatusBadge } from '@/components/StatusBadge';
import { useTitle } from '@/components/use-title';
import { When } from '@/components/When';
import { useMe } from '@/features/personnel/api/get-me';
import { getToken } from '@/features/tokens/api/get-token';
import { RevokeToken } from '@/features/tokens/components/RevokeToken';

export const Route = createFileRoute('/_app/tokens/$tokenId')({ component: TokenPage });

const PARENT = { label: 'Tokens', to: '/tokens' };

function TokenPage() {
  const { tokenId } = Route.useParams();
  const me = useMe();
  const query = useQuery(getToken(useOrganizationId(), tokenId));
  useTitle(query.data?.name ?? 'Token');
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (query.isPending) {
    return (
      <>
        <PageHeader parent={PARENT} title={<Skeleton height={24} width={220} my={3} />} />
        <Skeleton height={240} radius="md" />
      </>
    );
  }
  const token = query.data;
  return (
    <>
      <PageHeader
        parent={PARENT}
        title={
          <>
            {token.name} <StatusBadge status={token.status} />
          </>
        }
        description={
          <>
            <code>{token.display}</code>
            {token.description && <> · {token.description}</>}
          </>
        }
        actions={me.can('tokens:write') && <RevokeToken key={token.id} token={token} />}
      />
      <div className="stack">
        <Card title="Token">
          <Facts
            items={[
              ['Owner', <Owner key="owner" token={token} can={me.can} />],
              ['Expires', <When key="expires" at={token.expiresAt} never="No expiration" />],
              ['Last used', <When key="used" at={token.lastUsedAt} never="Never used" />],
              ['Last address', token.lastUsedIp ?? '—'],
              ['Requests', token.useCount.toLocaleString('en')],
              ['Created', <When key="created" at={token.createdAt} />],
              ['Created by', token.createdBy?.name ?? '—'],
              ['Integrations', token.integrations.join(', ') || '—'],
              ['Allowed addresses', token.allowedAddresses.join(', ') || 'Any'],
              [
                'Limit',
                token.rateLimitPerMinute ? `${token.rateLimitPerMinute} a minute` : 'The organization’s',
              ],
            ]}
          />
        </Card>
        {token.status === 'revoked' && (
          <Card title="Revocation">
            <Facts
              items={[
                ['Revoked', <When key="at" at={token.revokedAt} withTime />],
                ['By', token.revokedBy?.name ?? '—'],
                ['Reason', token.revokedReason ?? 'None given'],
              ]}
            />
          </Card>
        )}
        <Card title="Scopes">
          {token.scopes ? <ScopeList scopes={token.scopes} /> : 'All that its owner may do, now and later.'}
        </Card>
      </div>
    </>
  );
}

interface OwnerProps {
  token: { kind: string; owner: { id: string; name: string } };
  can: (permission: string) => boolean;
}

function Owner({ token: { kind, owner }, can }: OwnerProps) {
  if (kind === 'user' && can('people:read')) {
    return (
      <Link to="/personnel/$personId" params={{ personId: owner.id }}>
        {owner.name}
      </Link>
    );
  }
  if (kind === 'service' && can('service-accounts:read')) {
    return (
      <Link to="/service-accounts/$serviceAccountId" params={{ serviceAccountId: owner.id }}>
        {owner.name}
      </Link>
    );
  }
  return owner.name;
}
