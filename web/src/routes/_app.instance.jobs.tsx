import { Button } from '@mantine/core';
import { IconClock, IconPlayerPlay } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { createFileRoute, Link } from '@tanstack/react-router';
import type { Job } from '@/api/types';
import { Card } from '@/components/Card';
import { type Column, DataTable } from '@/components/DataTable';
import { EmptyState } from '@/components/EmptyState';
import { ErrorNotice } from '@/components/ErrorNotice';
import { listSearch } from '@/components/list-search';
import { PageHeader } from '@/components/PageHeader';
import { StatusBadge } from '@/components/StatusBadge';
import { useTitle } from '@/components/use-title';
import { When } from '@/components/When';
import { listJobs } from '@/features/tenancy/api/list-jobs';
import { useRunJob } from '@/features/tenancy/api/run-job';
import { durationOf, JobRuns } from '@/features/tenancy/components/JobRuns';
import { ParkedMessages } from '@/features/tenancy/components/ParkedMessages';

export const Route = createFileRoute('/_app/instance/jobs')({
  validateSearch: (search: Record<string, unknown>) => listSearch(search, ['job']),
  component: JobsPage,
});

function JobsPage() {
  useTitle('Jobs');
  const { job } = Route.useSearch();
  const navigate = Route.useNavigate();
  const query = useInfiniteQuery(listJobs());
  const run = useRunJob();
  const columns: Column<Job>[] = [
    {
      key: 'name',
      header: 'Job',
      cell: ({ name, description }) => (
        <div>
          <Link to="/instance/jobs" search={{ job: name }} tabIndex={-1}>
            {name}
          </Link>
          <div className="dimmed">{description}</div>
        </div>
      ),
    },
    { key: 'schedule', header: 'Schedule', cell: ({ everySeconds }) => scheduleOf(everySeconds) },
    { key: 'last', header: 'Last run', cell: ({ runs }) => <When at={runs[0]?.startedAt} never="Not yet" /> },
    {
      key: 'duration',
      header: 'Took',
      align: 'end',
      cell: ({ runs }) => (runs[0] ? durationOf(runs[0].milliseconds) : '—'),
    },
    {
      key: 'items',
      header: 'Items',
      align: 'end',
      cell: ({ runs }) => runs[0]?.items.toLocaleString('en') ?? '—',
    },
    {
      key: 'result',
      header: 'Result',
      cell: ({ runs }) => (runs[0] ? <StatusBadge status={runs[0].error ? 'failed' : 'succeeded'} /> : '—'),
    },
    {
      key: 'run',
      header: 'Run',
      cell: ({ name }) => (
        <Button
          variant="default"
          size="compact-xs"
          leftSection={<IconPlayerPlay size={13} />}
          loading={run.isPending && run.variables === name}
          aria-label={`Run now: ${name}`}
          onClick={() => run.mutate(name)}
        >
          Run now
        </Button>
      ),
    },
  ];
  return (
    <>
      <PageHeader
        title="Jobs"
        description="What the instance does by itself. Each node runs each job; they don’t get in each other’s way."
      />
      <div className="stack">
        {run.isError && <ErrorNotice error={run.error} />}
        <Card flush>
          <DataTable
            label="Jobs"
            columns={columns}
            query={query}
            rowKey={({ name }) => name}
            onOpen={({ name }) => navigate({ search: { job: name } })}
            empty={
              <EmptyState icon={<IconClock />} title="There are no jobs">
                The host declares them when it starts.
              </EmptyState>
            }
          />
        </Card>
        {job && <JobRuns job={job} />}
        <ParkedMessages />
      </div>
    </>
  );
}

/** `Every minute`, `Every 6 hours`. */
function scheduleOf(seconds: number): string {
  for (const [unit, length] of [
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 60],
  ] as const) {
    if (seconds % length === 0)
      return seconds === length ? `Every ${unit}` : `Every ${seconds / length} ${unit}s`;
  }
  return `Every ${seconds} seconds`;
}
