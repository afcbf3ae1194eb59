import { Button, Skeleton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconCopy } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { createFileRoute } from '@tanstack/react-router';
import { useOrganizationId } from '@/api/use-session';
import { Card } from '@/components/Card';
import { ErrorState } from '@/components/ErrorState';
import { PageHeader } from '@/components/PageHeader';
import { StatusBadge } from '@/components/StatusBadge';
import { useTitle } from '@/components/use-title';
import { useMe } from '@/features/personnel/api/get-me';
import { RoleMembers } from '@/features/personnel/components/RoleMembers';
import { getRole } from '@/features/roles/api/get-role';
import { listPermissions } from '@/features/roles/api/list-permissions';
import { listRoles } from '@/features/roles/api/list-roles';
import { CreateRoleDialog } from '@/features/roles/components/CreateRoleDialog';
import { DeleteRole } from '@/features/roles/components/DeleteRole';
import { PermissionMatrix } from '@/features/roles/components/PermissionMatrix';
import { RoleEditor } from '@/features/roles/components/RoleEditor';

export const Route = createFileRoute('/_app/roles/$roleId')({ component: RolePage });

const PARENT = { label: 'Roles', to: '/roles' };

function RolePage() {
  const { roleId } = Route.useParams();
  const navigate = Route.useNavigate();
  const organizationId = useOrganizationId();
  const me = useMe();
  const mayWrite = me.can('roles:write');
  const query = useQuery(getRole(organizationId, roleId));
  const permissions = useQuery(listPermissions(organizationId));
  const roles = useQuery({ ...listRoles(organizationId), enabled: mayWrite });
  const [cloning, { open, close }] = useDisclosure();
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
  return (
    <>
      <PageHeader
        parent={PARENT}
        title={
          <>
            {role.name} {role.builtIn && <StatusBadge status="built-in" />}
          </>
        }
        description={
          role.builtIn
            ? `${role.description}. It can’t be changed: clone it, and change the copy.`
            : role.description
        }
        actions={
          mayWrite && (
            <>
              <Button variant="default" leftSection={<IconCopy size={16} />} onClick={open}>
                Clone
              </Button>
              {!role.builtIn && (
                <DeleteRole
                  role={role}
                  roles={roles.data?.items ?? []}
                  onDeleted={() => navigate({ to: '/roles' })}
                />
              )}
            </>
          )
        }
      />
      <div className="stack">
        {mayWrite && !role.builtIn ? (
          <RoleEditor key={role.id} role={role} permissions={permissions.data} mayChange={me.can} />
        ) : (
          <Card title="Permissions" flush>
            <PermissionMatrix permissions={permissions.data} held={role.permissions} />
          </Card>
        )}
        {me.can('people:read') && <RoleMembers roleId={role.id} />}
      </div>
      {mayWrite && (
        <CreateRoleDialog
          key={role.id}
          opened={cloning}
          from={role}
          roles={[]}
          onCreated={(copy) => navigate({ to: '/roles/$roleId', params: { roleId: copy.id } })}
          onClose={close}
        />
      )}
    </>
  );
}
