import { createFileRoute } from '@tanstack/react-router';
import { PublicPage } from '@/components/PublicPage';
import { ErrorCodes } from '@/features/api-reference/components/ErrorCodes';

/** Where the `type` of every problem leads: whoever reads one in a log may have no account. */
export const Route = createFileRoute('/errors')({ component: ErrorsPage });

function ErrorsPage() {
  return (
    <PublicPage
      wide
      title="Error codes"
      description="Why the API refuses a call, and what to do. Each answer carries its code, a sentence in detail, and a traceId by which whoever runs the instance finds it in the log."
    >
      <ErrorCodes />
    </PublicPage>
  );
}
