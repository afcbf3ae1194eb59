import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { createFileRoute } from '@tanstack/react-router';
import { ErrorState } from '@/components/ErrorState';
import { PageHeader } from '@/components/PageHeader';
import { useTitle } from '@/components/use-title';
import { getApplication } from '@/features/roles/api/get-application';
import { ApplicationEditor } from '@/features/roles/components/ApplicationEditor';
import { DeleteApplication } from '@/features/roles/components/DeleteApplication';
import { ApplicationTokens } from '@/features/tokens/components/ApplicationTokens';
import { IssueApplicationToken } from '@/features/tokens/components/IssueApplicationToken';

export const Route = createFileRoute('/_app/instance/applications/$applicationId')({
  component: ApplicationPage,
});

const PARENT = { label: 'Applications', to: '/instance/applications' };

function ApplicationPage() {
  const { applicationId } = Route.useParams();
  const navigate = Route.useNavigate();
  const query = useQuery(getApplication(applicationId));
  useTitle(query.data?.name ?? 'Application');
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (query.isPending) {
    return (
      <>
        <PageHeader parent={PARENT} title={<Skeleton height={24} width={220} my={3} />} />
        <Skeleton height={320} radius="md" />
      </>
    );
  }
  const application = query.data;
  return (
    <>
      <PageHeader
        parent={PARENT}
        title={application.name}
        description="A downstream product that verifies tokens of every organization."
        actions={
          <>
            <IssueApplicationToken applicationId={application.id} />
            <DeleteApplication
              application={application}
              onDeleted={() => navigate({ to: '/instance/applications' })}
            />
          </>
        }
      />
      <div className="stack">
        <ApplicationEditor key={application.id} application={application} />
        <ApplicationTokens applicationId={application.id} />
      </div>
    </>
  );
}
