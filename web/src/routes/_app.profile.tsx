import { Tabs } from '@mantine/core';
import { createFileRoute } from '@tanstack/react-router';
import { Card } from '@/components/Card';
import { Facts } from '@/components/Facts';
import { listSearch } from '@/components/list-search';
import { PageHeader } from '@/components/PageHeader';
import { ScopeList } from '@/components/ScopeList';
import { useTitle } from '@/components/use-title';
import { useMe } from '@/features/personnel/api/get-me';
import { ChangePassword } from '@/features/personnel/components/ChangePassword';
import { Passkeys } from '@/features/personnel/components/Passkeys';
import { SecondFactor } from '@/features/personnel/components/SecondFactor';
import { Sessions } from '@/features/personnel/components/Sessions';
import { UserToken } from '@/features/tokens/components/UserToken';

export const Route = createFileRoute('/_app/profile')({
  validateSearch: (search: Record<string, unknown>) => listSearch(search, ['tab']),
  component: ProfilePage,
});

function ProfilePage() {
  useTitle('Profile and security');
  const me = useMe();
  const { tab } = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <>
      <PageHeader title="Profile and security" />
      <Tabs
        keepMounted={false}
        value={tab ?? 'profile'}
        onChange={(value) =>
          navigate({ search: value && value !== 'profile' ? { tab: value } : {}, replace: true })
        }
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="profile">Profile</Tabs.Tab>
          <Tabs.Tab value="security">Security</Tabs.Tab>
          {me.mayHaveUserToken && <Tabs.Tab value="api-token">API token</Tabs.Tab>}
        </Tabs.List>
        <Tabs.Panel value="profile">
          <div className="stack">
            <Card title="You">
              <Facts
                items={[
                  ['Name', me.subject.name],
                  ['E-mail', me.subject.email ?? '—'],
                  ['Organization', me.organization?.name ?? '—'],
                ]}
              />
            </Card>
            <Card title="What you may do here" description="From your roles in this organization.">
              {me.permissions.includes('admin') ? (
                'Everything in this organization.'
              ) : me.permissions.length > 0 ? (
                <ScopeList scopes={me.permissions} />
              ) : (
                'Nothing yet. Ask an administrator for a role.'
              )}
            </Card>
          </div>
        </Tabs.Panel>
        <Tabs.Panel value="security">
          <div className="stack">
            <SecondFactor />
            <Passkeys />
            <ChangePassword />
            <Sessions />
          </div>
        </Tabs.Panel>
        {me.mayHaveUserToken && (
          <Tabs.Panel value="api-token">
            <UserToken />
          </Tabs.Panel>
        )}
      </Tabs>
    </>
  );
}
