import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { createFileRoute, Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { InstanceHealth } from '@/api/types';
import { Card } from '@/components/Card';
import { ErrorState } from '@/components/ErrorState';
import { Facts } from '@/components/Facts';
import { PageHeader } from '@/components/PageHeader';
import { StatusBadge } from '@/components/StatusBadge';
import { useTitle } from '@/components/use-title';
import { When } from '@/components/When';
import { getInstanceHealth } from '@/features/tenancy/api/get-instance-health';
import { NodesTable } from '@/features/tenancy/components/NodesTable';

export const Route = createFileRoute('/_app/instance/health')({ component: HealthPage });

function HealthPage() {
  useTitle('Health');
  const query = useQuery(getInstanceHealth());
  const header = (
    <PageHeader title="Health" description="How the instance stands, as the node that answers sees it." />
  );
  if (query.isError && !query.data)
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  return (
    <>
      {header}
      {query.data ? <Health health={query.data} /> : <Skeleton height={420} radius="md" />}
    </>
  );
}

function Health({
  health: { version, database, nodes, outbox, jobs, organizations },
}: {
  health: InstanceHealth;
}) {
  return (
    <div className="stack">
      <Card title="Program and database">
        <Facts
          items={[
            ['Version', version],
            ['Database', NAMES[database.provider] ?? database.provider],
            ['Answers within', `${Math.max(1, Math.ceil(database.milliseconds))} ms`],
            ['Revision', database.revision.toLocaleString('en')],
          ]}
        />
      </Card>
      <Card
        title="Nodes"
        description="Each holds a lease of a second, and answers from memory only while it has one."
        flush
      >
        <NodesTable nodes={nodes} />
      </Card>
      <Card
        title="Outbox"
        description="Events on their way to notices, mails and webhooks."
        actions={<Link to="/instance/jobs">Set aside</Link>}
      >
        <Facts
          items={[
            ['Waiting', outbox.pending.toLocaleString('en')],
            ['The oldest since', outbox.oldestAt ? <When key="oldest" at={outbox.oldestAt} /> : 'None waits'],
            ['Set aside', counted(outbox.parked)],
          ]}
        />
      </Card>
      <Card title="Jobs" actions={<Link to="/instance/jobs">All jobs</Link>}>
        <Facts
          items={[
            ['Jobs', jobs.count],
            ['Last run', <When key="last" at={jobs.lastRunAt} never="Not yet" />],
            ['Failing', jobs.failing.length > 0 ? <Failing key="failing" names={jobs.failing} /> : 'None'],
          ]}
        />
      </Card>
      <Card title="Organizations" actions={<Link to="/instance/organizations">All organizations</Link>}>
        <Facts
          items={[
            ['Active', organizations.active.toLocaleString('en')],
            ['Suspended', organizations.suspended.toLocaleString('en')],
            ['Deleted, to be restored', organizations.deleting.toLocaleString('en')],
          ]}
        />
      </Card>
    </div>
  );
}

const NAMES: Record<string, string> = { Sqlite: 'SQLite', PostgreSql: 'PostgreSQL', SqlServer: 'SQL Server' };

/** What should be none. */
function counted(count: number): ReactNode {
  return count === 0 ? (
    'None'
  ) : (
    <span>
      {count.toLocaleString('en')} <StatusBadge status="failing" />
    </span>
  );
}

function Failing({ names }: { names: string[] }) {
  return (
    <span>
      {names.join(', ')} <StatusBadge status="failing" />
    </span>
  );
}
