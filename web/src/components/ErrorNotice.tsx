import { messageOf, problemOf } from '@/api/problem';
import { Notice } from './Notice';

/** What went wrong with a form or a dialog, where the person is looking. */
export function ErrorNotice({ error }: { error: unknown }) {
  if (!error) return null;
  const { traceId } = problemOf(error);
  return (
    <Notice tone="bad" role="alert">
      {messageOf(error)}
      {traceId && (
        <>
          {' '}
          <small>Trace id {traceId}</small>
        </>
      )}
    </Notice>
  );
}
