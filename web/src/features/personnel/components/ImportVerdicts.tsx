import { Button } from '@mantine/core';
import type { ImportReport } from '@/api/types';
import { Card } from '@/components/Card';
import { ErrorNotice } from '@/components/ErrorNotice';
import { Notice } from '@/components/Notice';
import classes from './ImportPeople.module.css';

interface Props {
  report: ImportReport;
  pending: boolean;
  error: unknown;
  onConfirm: () => void;
}

/** What each line of the file comes to; what is wrong stands first, since it is what there is to do. */
export function ImportVerdicts({ report, pending, error, onConfirm }: Props) {
  const refused = report.lines - report.valid;
  const more = report.errorCount - report.errors.length;
  const hidden = report.valid - report.preview.length;
  return (
    <Card
      flush
      title={
        refused === 0
          ? report.lines === 1
            ? '1 person can be added'
            : `All ${count(report.lines)} people can be added`
          : `${count(refused)} of ${count(report.lines)} lines can’t be taken`
      }
      description={
        refused === 0
          ? 'All of them are added at once, or none.'
          : 'Nothing was added. Correct these lines in the file and choose it again.'
      }
      footer={
        refused === 0 && (
          <Button loading={pending} onClick={onConfirm}>
            {report.lines === 1 ? 'Add 1 person' : `Add ${count(report.lines)} people`}
          </Button>
        )
      }
    >
      <div className={classes.notices}>
        {report.columns.unknown.length > 0 && (
          <Notice tone="warn">
            These columns mean nothing here and are left out: {report.columns.unknown.join(', ')}.
          </Notice>
        )}
        <ErrorNotice error={error} />
      </div>
      <table className={classes.verdicts} aria-label="Lines">
        <thead>
          <tr>
            <th scope="col">Line</th>
            <th scope="col">Verdict</th>
          </tr>
        </thead>
        <tbody>
          {report.errors.map((wrong) => (
            <tr key={`${wrong.line} ${wrong.field} ${wrong.message}`} data-tone="bad">
              <td>{wrong.line}</td>
              <td>
                {wrong.field && <strong>{wrong.field}: </strong>}
                {wrong.message}
              </td>
            </tr>
          ))}
          {report.preview.map((person) => (
            <tr key={person.line}>
              <td>{person.line}</td>
              <td>
                <strong>{person.name}</strong> <span className="dimmed">{person.email}</span>
                {person.roles.length > 0 && <span className="dimmed"> · {person.roles.join(', ')}</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {(more > 0 || hidden > 0) && (
        <p className={classes.rest}>
          {more > 0 && `${count(more)} more errors are not shown. `}
          {hidden > 0 && `${count(hidden)} more lines are fine.`}
        </p>
      )}
    </Card>
  );
}

const count = (number: number) => number.toLocaleString('en');
