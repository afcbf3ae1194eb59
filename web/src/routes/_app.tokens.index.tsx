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
import { listPermissions } from '@/features/roles/api/list-permissions';
import { getOrganization } from '@/features/tenancy/api/get-organization';
import { IssueTokenDialog } from '@/features/tokens/components/IssueTokenDialog';
import { TokensTable } from '@/features/tokens/components/TokensTable';

const KEYS = ['q', 'status', 'kind', 'sort'] as const;

export const Route = createFileRoute('/_app/tokens/')({
  validateSearch: (search: Record<string, unknown>) => listSearch(search, KEYS),
  component: TokensPage,
});

function TokensPage() {
  useTitle('Tokens');
  const { q, status, kind, sort } = Route.useSearch();
  const navigate = Route.useNavigate();
  const organizationId = useOrganizationId();
  const me = useMe();
  const mayCreate = me.can('tokens:write') && me.can('service-accounts:read');
  const permissions = useQuery({ ...listPermissions(organizationId), enabled: mayCreate });
  const organization = useQuery({ ...getOrganization(organizationId), enabled: me.can('organization:read') });
  const [creating, { open, close }] = useDisclosure();

  const change = (search: Partial<ReturnType<typeof Route.useSearch>>) =>
    navigate({ search: (before) => listSearch({ ...before, ...search }, KEYS), replace: true });
  const createButton = mayCreate && (
    <Button leftSection={<IconPlus size={16} />} onClick={open}>
      Create token
    </Button>
  );
  const filtered = Boolean(q ?? status ?? kind);

  return (
    <>
      <PageHeader
        title="Tokens"
        description="Every token of your organization, of people and of service accounts."
        actions={createButton}
      />
      <Card flush>
        <ListToolbar
          searchLabel="Search by name or token"
          q={q}
          onSearch={(text) => change({ q: text ?? '' })}
          filtered={filtered}
          onClear={() => navigate({ search: listSearch({ sort }, KEYS), replace: true })}
        >
          <Select
            aria-label="Status"
            placeholder="Any status"
            clearable
            data={[
              { value: 'active', label: 'Active' },
              { value: 'expiring', label: 'Expires soon' },
              { value: 'rotating', label: 'Rotating' },
              { value: 'expired', label: 'Expired' },
              { value: 'revoked', label: 'Revoked' },
            ]}
            value={status ?? null}
            onChange={(value) => change({ status: value ?? '' })}
          />
          <Select
            aria-label="Owner"
            placeholder="Any owner"
            clearable
            data={[
              { value: 'user', label: 'People' },
              { value: 'service', label: 'Service accounts' },
            ]}
            value={kind ?? null}
            onChange={(value) => change({ kind: value ?? '' })}
          />
        </ListToolbar>
        <TokensTable
          filters={{
            ...(q && { q }),
            ...(status && { status }),
            ...(kind && { kind }),
            ...(sort && { sort }),
          }}
          filtered={filtered}
          onSort={(next) => change({ sort: next ?? '' })}
          emptyAction={createButton}
        />
      </Card>
      {mayCreate && (
        <IssueTokenDialog
          opened={creating}
          permissions={(permissions.data ?? []).filter(({ name }) => me.can(name))}
          allowNonExpiring={organization.data?.tokenPolicy.allowNonExpiring ?? true}
          onClose={close}
        />
      )}
    </>
  );
}
