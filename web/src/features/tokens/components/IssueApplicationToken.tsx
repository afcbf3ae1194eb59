import { Button, Group, Modal, Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { fieldErrorsOf } from '@/api/problem';
import { ErrorNotice } from '@/components/ErrorNotice';
import { SecretDialog } from '@/components/SecretDialog';
import { useIssueApplicationToken } from '../api/issue-application-token';

const DAY = 86_400_000;

/** A token with which an application verifies tokens of all organizations. Its secret is shown once. */
export function IssueApplicationToken({ applicationId }: { applicationId: string }) {
  const issue = useIssueApplicationToken(applicationId);
  const [asked, setAsked] = useState(false);
  const [issued, setIssued] = useState<{ name: string; secret: string }>();
  const form = useForm({
    initialValues: { name: '', days: '365' },
    validate: { name: (value) => (value.trim() ? null : 'Enter a name') },
  });

  function close() {
    setAsked(false);
    issue.reset();
    form.reset();
  }

  return (
    <>
      <Button leftSection={<IconPlus size={16} />} onClick={() => setAsked(true)}>
        Issue token
      </Button>
      <Modal opened={asked} onClose={close} title="Issue a token" size="md">
        <form
          className="stack"
          noValidate
          onSubmit={form.onSubmit(({ name, days }) =>
            issue.mutate(
              {
                name: name.trim(),
                expiresAt: days === 'none' ? null : new Date(Date.now() + Number(days) * DAY).toISOString(),
              },
              {
                onSuccess: ({ name, secret }) => {
                  close();
                  setIssued({ name, secret });
                },
                onError: (error) => form.setErrors(fieldErrorsOf(error)),
              },
            ),
          )}
        >
          <TextInput
            label="Name"
            placeholder="Production gateway"
            maxLength={100}
            data-autofocus
            autoComplete="off"
            {...form.getInputProps('name')}
          />
          <Select
            label="Expiration"
            allowDeselect={false}
            data={[
              { value: '30', label: 'In 30 days' },
              { value: '90', label: 'In 90 days' },
              { value: '365', label: 'In 365 days' },
              { value: 'none', label: 'No expiration' },
            ]}
            {...form.getInputProps('days')}
          />
          <ErrorNotice error={issue.error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" loading={issue.isPending}>
              Issue token
            </Button>
          </Group>
        </form>
      </Modal>
      <SecretDialog
        secret={issued?.secret}
        title={`Token ${issued?.name ?? ''}`}
        onStored={() => setIssued(undefined)}
      >
        Copy it now and keep it where the application reads its secrets. It verifies tokens of every
        organization.
      </SecretDialog>
    </>
  );
}
