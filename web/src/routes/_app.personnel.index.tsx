import { Button, Select } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { createFileRoute } from '@tanstack/react-router';
import { useOrganizationId } from '@/api/use-session';
import { Card } from '@/components/Card';
import { ListToolbar } from '@/components/ListToolbar';
import { listSearch } from '@/components/list-search';
import { PageHeader } from '@/components/PageHeader';
import { useTitle } from '@/components/use-title';
import { useMe } from '@/features/personnel/api/get-me';
import { AddPersonDialog } from '@/features/personnel/components/AddPersonDialog';
import { PeopleTable } from '@/features/personnel/components/PeopleTable';
import { listRoles } from '@/features/roles/api/list-roles';

const KEYS = ['q', 'status', 'role', 'api', 'sort'] as const;

export const Route = createFileRoute('/_app/personnel/')({
  validateSearch: (search: Record<string, unknown>) => listSearch(search, KEYS),
  component: PersonnelPage,
});

function PersonnelPage() {
  useTitle('Personnel');
  const { q, status, role, api, sort } = Route.useSearch();
  const navigate = Route.useNavigate();
  const me = useMe();
  const roles = useQuery({ ...listRoles(useOrganizationId()), enabled: me.can('roles:read') });
  const [adding, { open, close }] = useDisclosure();

  const change = (search: Partial<ReturnType<typeof Route.useSearch>>) =>
    navigate({ search: (before) => listSearch({ ...before, ...search }, KEYS), replace: true });
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
        actions={addButton}
      />
      <Card flush>
        <ListToolbar
          searchLabel="Search by name, e-mail or number"
          q={q}
          onSearch={(text) => change({ q: text })}
          filtered={Boolean(q ?? status ?? role ?? api)}
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
        </ListToolbar>
        <PeopleTable
          filters={{
            ...(q ? { q } : {}),
            ...(status ? { status } : {}),
            ...(role ? { roleId: role } : {}),
            ...(api ? { apiAccessEnabled: api === 'true' } : {}),
            ...(sort ? { sort } : {}),
          }}
          filtered={Boolean(q ?? status ?? role ?? api)}
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
