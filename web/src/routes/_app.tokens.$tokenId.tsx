import { Group, Skeleton } from '@mantine/core';
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
import { listPermissions } from '@/features/roles/api/list-permissions';
import { getOrganization } from '@/features/tenancy/api/get-organization';
import { getToken } from '@/features/tokens/api/get-token';
import { EditToken } from '@/features/tokens/components/EditToken';
import { RevokeToken } from '@/features/tokens/components/RevokeToken';
import { RotateToken } from '@/features/tokens/components/RotateToken';
import { TokenCallers } from '@/features/tokens/components/TokenCallers';
import { TokenUsage } from '@/features/tokens/components/TokenUsage';

export const Route = createFileRoute('/_app/tokens/$tokenId')({ component: TokenPage });

const PARENT = { label: 'Tokens', to: '/tokens' };

function TokenPage() {
  const { tokenId } = Route.useParams();
  const me = useMe();
  const organizationId = useOrganizationId();
  const query = useQuery(getToken(organizationId, tokenId));
  const mayWrite = me.can('tokens:write');
  const permissions = useQuery({ ...listPermissions(organizationId), enabled: mayWrite });
  const organization = useQuery({ ...getOrganization(organizationId), enabled: me.can('organization:read') });
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
  const live = ['active', 'expiring', 'rotating'].includes(token.status);
  // A person's token is rotated by its owner only, under User token.
  const mayRotate = mayWrite && live && token.kind === 'service';
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
        actions={
          mayWrite && (
            <Group gap="xs">
              {live && (
                <EditToken key={`edit ${token.id}`} token={token} permissions={permissions.data ?? []} />
              )}
              {mayRotate && (
                <RotateToken
                  key={`rotate ${token.id}`}
                  token={token}
                  maxOverlapHours={organization.data?.tokenPolicy.maxOverlapHours ?? 168}
                />
              )}
              <RevokeToken key={token.id} token={token} />
            </Group>
          )
        }
      />
      <div className="stack">
        {token.status === 'rotating' && <TokenCallers token={token} />}
        <Card title="Token">
          <Facts
            items={[
              ['Owner', <Owner key="owner" token={token} can={me.can} />],
              ['Expires', <When key="expires" at={token.expiresAt} never="No expiration" />],
              ['Last used', <When key="used" at={token.lastUsedAt} never="Never used" />],
              ['Last address', token.lastUsedIp ?? '—'],
              ['Last program', token.lastUsedAgent ?? '—'],
              ['Format', token.format === 'jwt' ? 'JWT, verifiable offline' : 'Opaque'],
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
        <TokenUsage key={token.id} tokenId={token.id} />
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
