import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { createFileRoute, Link } from '@tanstack/react-router';
import { useOrganizationId } from '@/api/use-session';
import { Card } from '@/components/Card';
import { ErrorState } from '@/components/ErrorState';
import { PageHeader } from '@/components/PageHeader';
import { useTitle } from '@/components/use-title';
import { useMe } from '@/features/personnel/api/get-me';
import { getRole } from '@/features/roles/api/get-role';
import { listPermissions } from '@/features/roles/api/list-permissions';
import { PermissionMatrix } from '@/features/roles/components/PermissionMatrix';

export const Route = createFileRoute('/_app/roles/$roleId')({ component: RolePage });

const PARENT = { label: 'Roles', to: '/roles' };

function RolePage() {
  const { roleId } = Route.useParams();
  const organizationId = useOrganizationId();
  const me = useMe();
  const query = useQuery(getRole(organizationId, roleId));
  const permissions = useQuery(listPermissions(organizationId));
  useTitle(query.data?.name ?? 'Role');
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (permissions.isError) {
    return <ErrorState error={permissions.error} onRetry={() => void permissions.refetch()} />;
  }
  if (query.isPending || permissions.isPending) {
    return (
      <>
        <PageHeader parent={PARENT} title={<Skeleton height={24} width={220} my={3} />} />
        <Skeleton height={420} radius="md" />
      </>
    );
  }
  const role = query.data;
  const people =
    role.memberCount === 1 ? '1 person has this role' : `${role.memberCount} people have this role`;
  return (
    <>
      <PageHeader
        parent={PARENT}
        title={role.name}
        description={
          <>
            {role.description && `${role.description}. `}
            {me.can('people:read') && role.memberCount > 0 ? (
              <Link to="/personnel" search={{ role: role.id }}>
                {people}
              </Link>
            ) : (
              people
            )}
            {role.builtIn && ' · Built in'}
          </>
        }
      />
      <Card flush>
        <PermissionMatrix permissions={permissions.data} held={role.permissions} />
      </Card>
    </>
  );
}
