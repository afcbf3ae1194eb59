import { Skeleton, Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { createFileRoute } from '@tanstack/react-router';
import type { Organization } from '@/api/types';
import { useOrganizationId } from '@/api/use-session';
import { ErrorState } from '@/components/ErrorState';
import { listSearch } from '@/components/list-search';
import { PageHeader } from '@/components/PageHeader';
import { useTitle } from '@/components/use-title';
import { useMe } from '@/features/personnel/api/get-me';
import { getOrganization } from '@/features/tenancy/api/get-organization';
import { useUpdateOrganization } from '@/features/tenancy/api/update-organization';
import { ExportOrganization } from '@/features/tenancy/components/ExportOrganization';
import { OrganizationForm } from '@/features/tenancy/components/OrganizationForm';
import { OrganizationSupport } from '@/features/tenancy/components/OrganizationSupport';
import { TokenPolicyForm } from '@/features/tokens/components/TokenPolicyForm';

export const Route = createFileRoute('/_app/settings')({
  validateSearch: (search: Record<string, unknown>) => listSearch(search, ['tab']),
  component: SettingsPage,
});

function SettingsPage() {
  useTitle('Settings');
  const { tab } = Route.useSearch();
  const navigate = Route.useNavigate();
  const me = useMe();
  const query = useQuery(getOrganization(useOrganizationId()));
  const editable = me.can('organization:write');
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  return (
    <>
      <PageHeader title="Settings" description="Your organization, and the rules for its tokens." />
      <Tabs
        keepMounted={false}
        value={tab ?? 'organization'}
        onChange={(value) =>
          navigate({ search: value && value !== 'organization' ? { tab: value } : {}, replace: true })
        }
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="organization">Organization</Tabs.Tab>
          <Tabs.Tab value="token-policy">Token policy</Tabs.Tab>
          <Tabs.Tab value="support">Support</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="organization">
          {query.data ? (
            <div className="stack">
              <OrganizationForm key={query.data.id} organization={query.data} editable={editable} />
              {editable && <ExportOrganization organization={query.data} />}
            </div>
          ) : (
            <Skeleton height={260} radius="md" />
          )}
        </Tabs.Panel>
        <Tabs.Panel value="token-policy">
          {query.data ? (
            <TokenPolicy key={query.data.id} organization={query.data} editable={editable} />
          ) : (
            <Skeleton height={420} radius="md" />
          )}
        </Tabs.Panel>
        <Tabs.Panel value="support">
          <OrganizationSupport editable={editable} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

function TokenPolicy({ organization, editable }: { organization: Organization; editable: boolean }) {
  const update = useUpdateOrganization(organization);
  return (
    <TokenPolicyForm
      organization={organization}
      editable={editable}
      saving={update.isPending}
      saveError={update.error}
      onSave={(tokenPolicy, saved) => update.mutate({ tokenPolicy }, { onSuccess: saved })}
    />
  );
}
