import { Button, Select } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus, IconUpload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { createFileRoute, Link } from '@tanstack/react-router';
import { useOrganizationId } from '@/api/use-session';
import { Card } from '@/components/Card';
import { ListToolbar } from '@/components/ListToolbar';
import { listSearch } from '@/components/list-search';
import { PageHeader } from '@/components/PageHeader';
import { useTitle } from '@/components/use-title';
import { useMe } from '@/features/personnel/api/get-me';
import { AddPersonDialog } from '@/features/personnel/components/AddPersonDialog';
import { ExportPeople } from '@/features/personnel/components/ExportPeople';
import { PeopleTable } from '@/features/personnel/components/PeopleTable';
import { SavedViews } from '@/features/personnel/components/SavedViews';
import { listPermissions } from '@/features/roles/api/list-permissions';
import { listRoles } from '@/features/roles/api/list-roles';

const KEYS = ['q', 'status', 'role', 'api', 'permission', 'sort'] as const;

export const Route = createFileRoute('/_app/personnel/')({
  validateSearch: (search: Record<string, unknown>) => listSearch(search, KEYS),
  component: PersonnelPage,
});

function PersonnelPage() {
  useTitle('Personnel');
  const { q, status, role, api, permission, sort } = Route.useSearch();
  const navigate = Route.useNavigate();
  const me = useMe();
  const organizationId = useOrganizationId();
  const roles = useQuery({ ...listRoles(organizationId), enabled: me.can('roles:read') });
  const permissions = useQuery(listPermissions(organizationId));
  const [adding, { open, close }] = useDisclosure();

  const change = (search: Partial<ReturnType<typeof Route.useSearch>>) =>
    navigate({ search: (before) => listSearch({ ...before, ...search }, KEYS), replace: true });
  const filtered = Boolean(q ?? status ?? role ?? api ?? permission);
  const filters = {
    ...(q ? { q } : {}),
    ...(status ? { status } : {}),
    ...(role ? { roleId: role } : {}),
    ...(api ? { apiAccessEnabled: api === 'true' } : {}),
    ...(permission ? { permission } : {}),
    ...(sort ? { sort } : {}),
  };
  const addButton = me.can('people:write') && (
    <Button leftSection={<IconPlus size={16} />} onClick={open}>
      Add person
    </Button>
  );

  return (
    <>
      <PageHeader
        title="Personnel"
        description="The people of your organization, their roles and their access to the API."
        actions={
          <>
            <ExportPeople filters={filters} />
            {me.can('people:write') && (
              <Button
                variant="default"
                component={Link}
                to="/personnel/import"
                leftSection={<IconUpload size={16} />}
              >
                Import
              </Button>
            )}
            {addButton}
          </>
        }
      />
      <SavedViews sort={sort} />
      <Card flush>
        <ListToolbar
          searchLabel="Search by name, e-mail or number"
          q={q}
          onSearch={(text) => change({ q: text })}
          filtered={filtered}
          onClear={() => navigate({ search: listSearch({ sort }, KEYS), replace: true })}
        >
          <Select
            aria-label="Status"
            placeholder="Any status"
            clearable
            data={[
              { value: 'active', label: 'Active' },
              { value: 'invited', label: 'Invited' },
              { value: 'deactivated', label: 'Deactivated' },
            ]}
            value={status ?? null}
            onChange={(value) => change({ status: value ?? '' })}
          />
          {me.can('roles:read') && (
            <Select
              aria-label="Role"
              placeholder="Any role"
              clearable
              data={(roles.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
              value={role ?? null}
              onChange={(value) => change({ role: value ?? '' })}
            />
          )}
          <Select
            aria-label="API access"
            placeholder="Any API access"
            clearable
            data={[
              { value: 'true', label: 'API access enabled' },
              { value: 'false', label: 'API access off' },
            ]}
            value={api ?? null}
            onChange={(value) => change({ api: value ?? '' })}
          />
          <Select
            aria-label="Holds permission"
            placeholder="Any permission"
            searchable
            clearable
            data={permissionNames(permissions.data, permission)}
            value={permission ?? null}
            onChange={(value) => change({ permission: value ?? '' })}
          />
        </ListToolbar>
        <PeopleTable
          filters={filters}
          filtered={filtered}
          onSort={(next) => change({ sort: next ?? '' })}
          emptyAction={addButton}
        />
      </Card>
      {me.can('people:write') && (
        <AddPersonDialog
          opened={adding}
          roles={me.can('roles:assign') ? (roles.data?.items ?? []) : []}
          onClose={close}
        />
      )}
    </>
  );
}

/** The catalogue, and the one in the address where it is none of it: a wildcard that somebody linked to. */
function permissionNames(known: { name: string }[] | undefined, chosen: string | undefined): string[] {
  return [...new Set([...(known ?? []).map(({ name }) => name), ...(chosen ? [chosen] : [])])];
}
