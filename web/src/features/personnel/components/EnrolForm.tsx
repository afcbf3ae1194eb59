import { Button, Skeleton } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useEffect } from 'react';
import type { SignInAnswer } from '@/api/types';
import { ErrorNotice } from '@/components/ErrorNotice';
import { useBeginEnrolment } from '../api/begin-enrolment';
import { useConfirmEnrolment } from '../api/confirm-enrolment';
import { AuthenticatorSetUp } from './AuthenticatorSetUp';
import { RecoveryCodes } from './RecoveryCodes';

interface Props {
  /** Proves that the password was right a moment ago. */
  enrolmentToken: string;
  onSignedIn: (answer: SignInAnswer) => void;
}

/** A second factor is required and there is none yet: it is set up before the person gets in. */
export function EnrolForm({ enrolmentToken, onSignedIn }: Props) {
  const { mutate: begin, data: key, error: refused } = useBeginEnrolment();
  const confirm = useConfirmEnrolment();
  const form = useForm({
    initialValues: { code: '' },
    validate: { code: (code) => (code.replace(/\s/g, '').length === 6 ? null : 'Enter the six digits') },
  });
  useEffect(() => begin({ enrolmentToken }), [begin, enrolmentToken]);

  if (confirm.data) {
    const { recoveryCodes, ...answer } = confirm.data;
    return <RecoveryCodes codes={recoveryCodes ?? []} onStored={() => onSignedIn(answer)} />;
  }
  if (refused) return <ErrorNotice error={refused} />;
  if (!key) return <Skeleton height={280} />;
  return (
    <form
      className="stack"
      noValidate
      onSubmit={form.onSubmit(({ code }) =>
        confirm.mutate({ enrolmentToken, code: code.replace(/\s/g, '') }),
      )}
    >
      <AuthenticatorSetUp {...key} codeProps={form.getInputProps('code')} />
      <ErrorNotice error={confirm.error} />
      <Button type="submit" fullWidth loading={confirm.isPending}>
        Turn on and sign in
      </Button>
    </form>
  );
}
