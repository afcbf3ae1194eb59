import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { createFileRoute } from '@tanstack/react-router';
import { useOrganizationId } from '@/api/use-session';
import { Card } from '@/components/Card';
import { ErrorState } from '@/components/ErrorState';
import { Facts } from '@/components/Facts';
import { PageHeader } from '@/components/PageHeader';
import { StatusBadge } from '@/components/StatusBadge';
import { useTitle } from '@/components/use-title';
import { When } from '@/components/When';
import { useMe } from '@/features/personnel/api/get-me';
import { getPerson } from '@/features/personnel/api/get-person';
import { DeactivatePerson } from '@/features/personnel/components/DeactivatePerson';
import { DeletePerson } from '@/features/personnel/components/DeletePerson';
import { InvitationCard } from '@/features/personnel/components/InvitationCard';
import { PersonForm } from '@/features/personnel/components/PersonForm';
import { PersonRoles } from '@/features/personnel/components/PersonRoles';
import { ResetLink } from '@/features/personnel/components/ResetLink';
import { listRoles } from '@/features/roles/api/list-roles';
import { listTokensOf } from '@/features/tokens/api/list-tokens';
import { isLive } from '@/features/tokens/components/live';
import { OwnersTokens } from '@/features/tokens/components/OwnersTokens';

export const Route = createFileRoute('/_app/personnel/$personId')({ component: PersonPage });

const PARENT = { label: 'Personnel', to: '/personnel' };

function PersonPage() {
  const { personId } = Route.useParams();
  const organizationId = useOrganizationId();
  const me = useMe();
  const query = useQuery(getPerson(organizationId, personId));
  const mayAssign = me.can('people:write') && me.can('roles:assign') && me.can('roles:read');
  const roles = useQuery({ ...listRoles(organizationId), enabled: mayAssign });
  const tokens = useQuery({ ...listTokensOf(organizationId, personId), enabled: me.can('tokens:read') });
  useTitle(query.data?.name ?? 'Person');

  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (query.isPending) {
    return (
      <>
        <PageHeader parent={PARENT} title={<Skeleton height={24} width={220} my={3} />} />
        <div className="columns">
          <Skeleton height={390} radius="md" />
          <Skeleton height={180} radius="md" />
        </div>
      </>
    );
  }
  const person = query.data;
  const liveTokens = tokens.data?.items.filter((token) => isLive(token)).length;
  return (
    <>
      <PageHeader
        parent={PARENT}
        title={
          <>
            {person.name} <StatusBadge status={person.status} />
          </>
        }
        description={person.title}
        actions={
          me.can('people:write') &&
          person.id !== me.subject.id && (
            <>
              {person.status === 'active' && <ResetLink person={person} />}
              <DeactivatePerson person={person} liveTokens={liveTokens} />
              <DeletePerson person={person} liveTokens={liveTokens} />
            </>
          )
        }
      />
      <div className="columns">
        <div className="stack">
          <PersonForm person={person} editable={me.can('people:write') && person.status !== 'deactivated'} />
          <PersonRoles person={person} roles={mayAssign ? roles.data?.items : undefined} />
        </div>
        <div className="stack">
          {person.status === 'invited' && me.can('people:write') && (
            <InvitationCard key={person.version} person={person} />
          )}
          <Card title="At a glance">
            <Facts
              items={[
                ['Last sign-in', <When key="in" at={person.lastSignInAt} />],
                ['Added', <When key="added" at={person.createdAt} />],
              ]}
            />
          </Card>
          {me.can('tokens:read') && (
            <OwnersTokens
              ownerId={person.id}
              none={
                person.apiAccessEnabled
                  ? 'No token yet. The person generates it under User token in their menu.'
                  : 'API access is off, so there is no token.'
              }
            />
          )}
        </div>
      </div>
    </>
  );
}
