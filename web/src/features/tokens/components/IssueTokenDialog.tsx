import {
  Button,
  Group,
  Modal,
  NumberInput,
  SegmentedControl,
  Select,
  TagsInput,
  TextInput,
} from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { fieldErrorsOf, problemOf } from '@/api/problem';
import type { Permission } from '@/api/types';
import { useOrganizationId } from '@/api/use-session';
import { dateInZone, endOfDay } from '@/components/dates';
import { ErrorNotice } from '@/components/ErrorNotice';
import { ScopePicker } from '@/components/ScopePicker';
import { SecretDialog } from '@/components/SecretDialog';
import { useTimeZone } from '@/components/time-zone';
import { useIssueToken } from '../api/issue-token';
import { serviceAccountChoices } from '../api/list-service-accounts';
import classes from './IssueTokenDialog.module.css';

interface Props {
  opened: boolean;
  permissions: Permission[];
  /** The policy of the organization; true where the caller may not read it, and the server decides. */
  allowNonExpiring: boolean;
  serviceAccountId?: string;
  onClose: () => void;
}

const SHORTCUTS = [30, 90, 365];

export function IssueTokenDialog({
  opened,
  permissions,
  allowNonExpiring,
  serviceAccountId,
  onClose,
}: Props) {
  const timeZone = useTimeZone();
  const accounts = useQuery({ ...serviceAccountChoices(useOrganizationId()), enabled: opened });
  const issue = useIssueToken();
  const [created, setCreated] = useState<{ name: string; secret: string }>();
  const inDays = (days: number) => dateInZone(new Date(Date.now() + days * 86_400_000), timeZone);
  const form = useForm({
    initialValues: {
      name: '',
      description: '',
      serviceAccountId: serviceAccountId ?? '',
      integrations: [] as string[],
      expiration: 'date' as 'date' | 'none',
      date: inDays(365),
      scopes: [] as string[],
      allowedAddresses: [] as string[],
      rateLimitPerMinute: '' as number | '',
      format: 'opaque' as 'opaque' | 'jwt',
    },
    validate: {
      name: (value) => (value.trim() ? null : 'Enter a name'),
      serviceAccountId: (value) => (value ? null : 'Choose a service account'),
      date: (value, { expiration }) =>
        expiration === 'none' || value >= inDays(0) ? null : 'Choose a date from today on',
      scopes: (value) => (value.length ? null : 'Choose at least one scope'),
    },
  });
  const account = accounts.data?.items.find(({ id }) => id === form.values.serviceAccountId);
  const nameTaken = issue.error && problemOf(issue.error).code === 'token-name-taken';

  function close() {
    onClose();
    issue.reset();
    form.reset();
  }

  return (
    <>
      <Modal opened={opened} onClose={close} title="Create a token" size={720}>
        <form
          className="stack"
          noValidate
          onSubmit={form.onSubmit(({ name, description, expiration, date, rateLimitPerMinute, ...rest }) =>
            issue.mutate(
              {
                ...rest,
                name: name.trim(),
                description: description.trim() || null,
                rateLimitPerMinute: rateLimitPerMinute === '' ? null : rateLimitPerMinute,
                expiresAt: expiration === 'none' ? null : endOfDay(date, timeZone),
              },
              {
                onSuccess: (token) => {
                  setCreated({ name: token.name, secret: token.secret });
                  close();
                },
                onError: (error) => {
                  const { expiresAt, ...fields } = fieldErrorsOf(error);
                  form.setErrors({ ...fields, ...(expiresAt ? { date: expiresAt } : {}) });
                  if (problemOf(error).code === 'token-name-taken') {
                    form.setFieldError(
                      'name',
                      'A token with this name already exists. Choose a different name.',
                    );
                  }
                },
              },
            ),
          )}
        >
          <div className="two">
            <TextInput
              label="Name"
              placeholder="dispatch-production"
              data-autofocus
              autoComplete="off"
              {...form.getInputProps('name')}
            />
            <Select
              label="Service account"
              placeholder="Who will use it"
              searchable
              nothingFoundMessage="No service account is called that"
              data={(accounts.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
              {...form.getInputProps('serviceAccountId')}
            />
            <TextInput
              label="Description"
              placeholder="What it is for"
              autoComplete="off"
              {...form.getInputProps('description')}
            />
            <TagsInput
              label="Integrations"
              placeholder={form.values.integrations.length ? undefined : 'Who uses it; Enter adds one'}
              acceptValueOnBlur
              {...form.getInputProps('integrations')}
            />
          </div>
          <div>
            <span className={classes.label} id="expiration">
              Expiration
            </span>
            <div className={classes.expiration}>
              {allowNonExpiring && (
                <SegmentedControl
                  aria-labelledby="expiration"
                  size="sm"
                  data={[
                    { value: 'date', label: 'On a date' },
                    { value: 'none', label: 'No expiration' },
                  ]}
                  {...form.getInputProps('expiration')}
                />
              )}
              {form.values.expiration === 'date' && (
                <>
                  <TextInput
                    type="date"
                    aria-label="Expires at the end of"
                    min={inDays(0)}
                    {...form.getInputProps('date')}
                  />
                  <Group gap={4} wrap="nowrap">
                    {SHORTCUTS.map((days) => (
                      <Button
                        key={days}
                        variant="default"
                        size="xs"
                        aria-pressed={form.values.date === inDays(days)}
                        className={classes.shortcut}
                        onClick={() => form.setFieldValue('date', inDays(days))}
                      >
                        {days} days
                      </Button>
                    ))}
                  </Group>
                </>
              )}
            </div>
            <p className={classes.hint}>
              {form.values.expiration === 'date'
                ? `Works until the end of that day, ${timeZone.replace('_', ' ')} time. It can’t be moved later.`
                : 'Works until somebody revokes it.'}
            </p>
          </div>
          <ScopePicker
            label="Scopes"
            description={
              account
                ? `The token can do these, as far as ${account.name} may: ${account.permissions.join(', ')}`
                : 'What the token can do, as far as its service account may'
            }
            permissions={permissions}
            value={form.values.scopes}
            onChange={(scopes) => form.setFieldValue('scopes', scopes)}
            error={form.errors.scopes}
          />
          <TagsInput
            label="Allowed addresses"
            description="Addresses or networks it may be used from, such as 192.0.2.0/24. None means anywhere."
            placeholder={form.values.allowedAddresses.length ? undefined : 'Any address'}
            acceptValueOnBlur
            {...form.getInputProps('allowedAddresses')}
          />
          <div className="two">
            <NumberInput
              label="Requests a minute"
              placeholder="The organization’s limit"
              min={1}
              max={100_000}
              allowDecimal={false}
              {...form.getInputProps('rateLimitPerMinute')}
            />
            <Select
              label="Format"
              description={
                form.values.format === 'jwt'
                  ? 'Services that verify it offline learn of a revocation only by asking.'
                  : 'Short, and verified by asking this instance.'
              }
              inputWrapperOrder={['label', 'input', 'description', 'error']}
              allowDeselect={false}
              data={[
                { value: 'opaque', label: 'Opaque' },
                { value: 'jwt', label: 'JWT' },
              ]}
              {...form.getInputProps('format')}
            />
          </div>
          {!nameTaken && <ErrorNotice error={issue.error} />}
          <Group justify="flex-end" gap="xs" className="dialog-actions">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" loading={issue.isPending}>
              Create token
            </Button>
          </Group>
        </form>
      </Modal>
      <SecretDialog
        secret={created?.secret}
        title={`Token ${created?.name ?? ''}`}
        onStored={() => setCreated(undefined)}
      >
        Copy it now and keep it where the service reads its secrets.
      </SecretDialog>
    </>
  );
}
