import { Button, FileButton } from '@mantine/core';
import { IconCircleCheck, IconFileSpreadsheet, IconUpload } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { type DragEvent, useState } from 'react';
import { problemOf } from '@/api/problem';
import type { ImportReport } from '@/api/types';
import { Card } from '@/components/Card';
import { download } from '@/components/download';
import { ErrorNotice } from '@/components/ErrorNotice';
import { Notice } from '@/components/Notice';
import { MAX_IMPORT_BYTES, useImportPeople } from '../api/import-people';
import classes from './ImportPeople.module.css';
import { ImportVerdicts } from './ImportVerdicts';

const TEMPLATE =
  '\uFEFFname,email,title,employeeNumber,roles,apiAccess\r\n' +
  'Robin Example,robin@example.org,Crew chief,1204,Member;API user,yes\r\n';

/** Choose a file, see what each line comes to, confirm, be told: nothing is added before the third step. */
export function ImportPeople() {
  const check = useImportPeople({ dryRun: true });
  const run = useImportPeople({ dryRun: false });
  const [file, setFile] = useState<File>();
  const [tooLarge, setTooLarge] = useState(false);
  const [over, setOver] = useState(false);

  function take(chosen: File | null | undefined) {
    if (!chosen) return;
    run.reset();
    check.reset();
    setFile(chosen);
    setTooLarge(chosen.size > MAX_IMPORT_BYTES);
    if (chosen.size <= MAX_IMPORT_BYTES) check.mutate(chosen);
  }

  function drop(event: DragEvent) {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files[0]);
  }

  if (run.data) return <Done created={run.data.created} />;
  // Refused after all: somebody changed something since the check, and the answer says what.
  const report = (problemOf(run.error).report as ImportReport | undefined) ?? check.data;
  return (
    <div className="stack">
      <Card>
        <div className="stack">
          <section
            aria-label="File"
            className={classes.drop}
            data-over={over || undefined}
            onDragOver={(event) => {
              event.preventDefault();
              setOver(true);
            }}
            onDragLeave={() => setOver(false)}
            onDrop={drop}
          >
            <IconFileSpreadsheet size={28} aria-hidden />
            <p>{file ? file.name : 'Drop a CSV file here'}</p>
            <div className={classes.buttons}>
              <FileButton onChange={take} accept=".csv,text/csv">
                {(props) => (
                  <Button
                    {...props}
                    variant={report ? 'default' : 'filled'}
                    loading={check.isPending}
                    leftSection={<IconUpload size={16} />}
                  >
                    {file ? 'Choose another file' : 'Choose a file'}
                  </Button>
                )}
              </FileButton>
              <Button
                variant="default"
                onClick={() => download(new Blob([TEMPLATE], { type: 'text/csv' }), 'people-template.csv')}
              >
                Download template
              </Button>
            </div>
          </section>
          {!report && <Format />}
          {tooLarge && (
            <Notice tone="bad" role="alert">
              The file is larger than 16 MiB. Split it and import the parts.
            </Notice>
          )}
          <FileProblem error={check.error} />
        </div>
      </Card>
      {report && (
        <ImportVerdicts
          report={report}
          pending={run.isPending}
          onConfirm={() => file && run.mutate(file)}
          error={problemOf(run.error).report ? undefined : run.error}
        />
      )}
    </div>
  );
}

/** The server’s sentence says what to do with the file; ours would only say less. */
function FileProblem({ error }: { error: unknown }) {
  const { detail, errors } = problemOf(error);
  if (!error) return null;
  if (!detail || !(errors || problemOf(error).status === 415 || problemOf(error).status === 413))
    return <ErrorNotice error={error} />;
  return (
    <Notice tone="bad" role="alert">
      {detail}
    </Notice>
  );
}

function Format() {
  return (
    <div className={classes.format}>
      <p>
        The first line names the columns, in any order: <code>name</code> and <code>email</code> are needed;{' '}
        <code>title</code>, <code>employeeNumber</code>, <code>roles</code> (several between semicolons) and{' '}
        <code>apiAccess</code> (yes or no) may be there.
      </p>
      <p>
        You see what each line comes to before anything is added. Nobody is written to: imported people are
        invited from their record when you want them to join.
      </p>
    </div>
  );
}

function Done({ created }: { created: number }) {
  return (
    <Card>
      <div className={classes.done} role="status">
        <IconCircleCheck size={28} aria-hidden />
        <p>{created === 1 ? '1 person was added.' : `${created.toLocaleString('en')} people were added.`}</p>
        <Button component={Link} to="/personnel">
          Go to Personnel
        </Button>
      </div>
    </Card>
  );
}
