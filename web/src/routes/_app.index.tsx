import { createFileRoute, Link } from '@tanstack/react-router';
import { Card } from '@/components/Card';
import { PageHeader } from '@/components/PageHeader';
import { useTitle } from '@/components/use-title';
import { useMe } from '@/features/personnel/api/get-me';
import { ExpiringTokens } from '@/features/tokens/components/ExpiringTokens';
import { MyTokenSummary } from '@/features/tokens/components/MyTokenSummary';
import { TokenTiles } from '@/features/tokens/components/TokenTiles';
import classes from './_app.index.module.css';

export const Route = createFileRoute('/_app/')({ component: DashboardPage });

const STEPS = [
  {
    to: '/personnel',
    permission: 'people:write',
    label: 'Add people',
    text: 'and tick who may have an API token',
  },
  {
    to: '/service-accounts',
    permission: 'service-accounts:write',
    label: 'Create a service account',
    text: 'for each program that calls the API',
  },
  {
    to: '/tokens',
    permission: 'tokens:write',
    label: 'Create a token',
    text: 'with just the scopes it needs',
  },
] as const;

function DashboardPage() {
  useTitle('Dashboard');
  const me = useMe();
  const readsTokens = me.can('tokens:read');
  const steps = STEPS.filter((step) => me.can(step.permission));
  return (
    <>
      <PageHeader
        title="Dashboard"
        description={me.organization ? `${me.organization.name}, as ${me.subject.name}` : me.subject.name}
      />
      <div className="stack">
        {readsTokens && <TokenTiles />}
        <div className={readsTokens ? 'columns' : 'stack'}>
          {readsTokens && <ExpiringTokens />}
          <div className="stack">
            {me.mayHaveUserToken && <MyTokenSummary />}
            {steps.length > 0 && (
              <Card title="Get programs going">
                <ol className={classes.steps}>
                  {steps.map((step) => (
                    <li key={step.to}>
                      <Link to={step.to}>{step.label}</Link> <span className="dimmed">{step.text}</span>
                    </li>
                  ))}
                </ol>
              </Card>
            )}
            {!readsTokens && !me.mayHaveUserToken && (
              <Card title="Nothing to do here yet">
                You are a member of {me.organization?.name ?? 'this organization'}. If you need to call the
                API, ask an administrator to tick “Enable API access token” on your record.
              </Card>
            )}
          </div>
        </div>
      </div>
    </>
  );
}
