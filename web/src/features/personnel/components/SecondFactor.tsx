import { Button, Group, Modal, Skeleton } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useOrganizationId } from '@/api/use-session';
import { Card } from '@/components/Card';
import { ErrorNotice } from '@/components/ErrorNotice';
import { ErrorState } from '@/components/ErrorState';
import { Facts } from '@/components/Facts';
import { StatusBadge } from '@/components/StatusBadge';
import { When } from '@/components/When';
import { useConfirmAuthenticator } from '../api/confirm-authenticator';
import { getAccount } from '../api/get-account';
import { useRemoveAuthenticator } from '../api/remove-authenticator';
import { useReplaceRecoveryCodes } from '../api/replace-recovery-codes';
import { useSetUpAuthenticator } from '../api/set-up-authenticator';
import { AuthenticatorSetUp } from './AuthenticatorSetUp';
import { PasswordDialog } from './PasswordDialog';
import { RecoveryCodes } from './RecoveryCodes';

export function SecondFactor() {
  const query = useQuery(getAccount(useOrganizationId()));
  const begin = useSetUpAuthenticator();
  const confirm = useConfirmAuthenticator();
  const renew = useReplaceRecoveryCodes();
  const remove = useRemoveAuthenticator();
  const [asking, setAsking] = useState<'begin' | 'renew' | 'remove'>();
  const [codes, setCodes] = useState<string[]>();
  const form = useForm({
    initialValues: { code: '' },
    validate: { code: (code) => (code.replace(/\s/g, '').length === 6 ? null : 'Enter the six digits') },
  });
  const stop = () => {
    setAsking(undefined);
    for (const act of [begin, confirm, renew, remove]) act.reset();
    form.reset();
  };
  const show = (recoveryCodes: readonly string[]) => {
    stop();
    setCodes([...recoveryCodes]);
  };

  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  const factor = query.data?.twoFactor;
  return (
    <Card
      title={<>Second factor {factor && <StatusBadge status={factor.enabled ? 'enabled' : 'off'} />}</>}
      description="A code from an app on your phone, asked for after your password."
      actions={
        factor &&
        (factor.enabled ? (
          <Group gap="xs">
            <Button variant="default" onClick={() => setAsking('renew')}>
              New recovery codes
            </Button>
            <Button className="destructive-quiet" variant="default" onClick={() => setAsking('remove')}>
              Turn off
            </Button>
          </Group>
        ) : (
          <Button onClick={() => setAsking('begin')}>Set up</Button>
        ))
      }
    >
      {!factor ? (
        <Skeleton height={40} />
      ) : factor.enabled ? (
        <Facts
          items={[
            ['Set up', <When key="at" at={factor.enabledAt} />],
            ['Recovery codes left', String(factor.recoveryCodesLeft)],
          ]}
        />
      ) : (
        'Whoever learns your password can sign in as you. With a second factor they can’t.'
      )}
      <PasswordDialog
        opened={asking === 'begin' && !begin.data}
        title="Set up a second factor"
        submit="Continue"
        pending={begin.isPending}
        error={begin.error}
        onSubmit={(password) => begin.mutate({ password })}
        onClose={stop}
      />
      <Modal opened={asking === 'begin' && Boolean(begin.data)} onClose={stop} title="Set up a second factor">
        {begin.data && (
          <form
            className="stack"
            noValidate
            onSubmit={form.onSubmit(({ code }) =>
              confirm.mutate(
                { code: code.replace(/\s/g, '') },
                { onSuccess: ({ recoveryCodes }) => show(recoveryCodes) },
              ),
            )}
          >
            <AuthenticatorSetUp {...begin.data} codeProps={form.getInputProps('code')} />
            <ErrorNotice error={confirm.error} />
            <Group justify="flex-end" gap="xs">
              <Button variant="default" onClick={stop}>
                Cancel
              </Button>
              <Button type="submit" loading={confirm.isPending}>
                Turn on
              </Button>
            </Group>
          </form>
        )}
      </Modal>
      <PasswordDialog
        opened={asking === 'renew'}
        title="New recovery codes"
        submit="Make new codes"
        pending={renew.isPending}
        error={renew.error}
        onSubmit={(password) =>
          renew.mutate({ password }, { onSuccess: ({ recoveryCodes }) => show(recoveryCodes) })
        }
        onClose={stop}
      >
        The codes you have now stop working.
      </PasswordDialog>
      <PasswordDialog
        opened={asking === 'remove'}
        title="Turn off the second factor"
        submit="Turn off"
        destructive
        pending={remove.isPending}
        error={remove.error}
        onSubmit={(password) => remove.mutate({ password }, { onSuccess: stop })}
        onClose={stop}
      >
        From then on your password alone lets anybody in who has it. Your recovery codes stop working too.
      </PasswordDialog>
      <Modal
        opened={codes !== undefined}
        onClose={() => {}}
        title="Your recovery codes"
        withCloseButton={false}
        closeOnEscape={false}
        closeOnClickOutside={false}
      >
        {codes && <RecoveryCodes codes={codes} onStored={() => setCodes(undefined)} />}
      </Modal>
    </Card>
  );
}
