import { Button, PasswordInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError, problemOf } from '@/api/problem';
import { useOrganizationId } from '@/api/use-session';
import { Card } from '@/components/Card';
import { ErrorNotice } from '@/components/ErrorNotice';
import { Facts } from '@/components/Facts';
import { Notice } from '@/components/Notice';
import { ScopeList } from '@/components/ScopeList';
import { When } from '@/components/When';
import { askWhoseToken, type MeAnswer } from '../api/get-me';
import { apiDocument } from '../document';
import classes from './VerifyToken.module.css';

const KINDS: Record<string, string> = {
  person: 'a person',
  serviceAccount: 'a service account',
  application: 'an application',
};

/** Paste a token, see what it is and may do now. It stays in this page, and goes when the page does. */
export function VerifyToken() {
  const organizationId = useOrganizationId();
  const [token, setToken] = useState('');
  const asked = useMutation({ mutationFn: () => askWhoseToken(token.trim(), organizationId), gcTime: 0 });

  return (
    <Card
      title="What is this token?"
      description="The token is sent to this instance once and kept nowhere. It counts as one use of the token."
    >
      <form
        className={classes.form}
        autoComplete="off"
        onSubmit={(event) => {
          event.preventDefault();
          asked.mutate();
        }}
      >
        <PasswordInput
          className={classes.token}
          label="Token"
          placeholder="pts_…"
          autoComplete="off"
          spellCheck={false}
          value={token}
          onChange={(event) => {
            setToken(event.currentTarget.value);
            asked.reset();
          }}
        />
        <Button type="submit" loading={asked.isPending} disabled={token.trim() === ''}>
          Verify
        </Button>
      </form>
      <div aria-live="polite">
        {asked.data && <Verdict me={asked.data} />}
        {asked.error instanceof ApiError ? (
          <Refusal error={asked.error} />
        ) : (
          asked.error && <ErrorNotice error={asked.error} />
        )}
      </div>
    </Card>
  );
}

function Verdict({ me }: { me: MeAnswer }) {
  return (
    <div className="stack">
      <Notice tone="good">
        The token is good. It is the token of {KINDS[me.subject.kind] ?? me.subject.kind}.
      </Notice>
      <Facts
        items={[
          ['Owner', me.subject.name],
          ['Organization', me.organization?.name ?? 'None: it works across organizations'],
          ['Token', <code key="token">{me.credential.display}</code>],
          ['Expires', me.credential.expiresAt ? <When key="end" at={me.credential.expiresAt} /> : 'Never'],
        ]}
      />
      <h3>What it may do now</h3>
      {me.permissions.includes('admin') ? (
        'Everything in this organization.'
      ) : me.permissions.length > 0 ? (
        <ScopeList scopes={me.permissions} />
      ) : (
        'Nothing in this organization.'
      )}
    </div>
  );
}

/** Why it was refused and what to do, from the instance's own table of codes. */
function Refusal({ error }: { error: ApiError }) {
  const { code, detail } = problemOf(error);
  const { data } = useQuery(apiDocument);
  const kind = data?.['x-error-codes'].find((known) => known.code === code);
  return (
    <Notice tone="bad" role="alert">
      <strong>{kind?.title ?? 'The token is not good'}</strong> <code>{code}</code>
      <p className={classes.reason}>{detail}</p>
      {kind && <p className={classes.reason}>{kind.cure}</p>}
    </Notice>
  );
}
