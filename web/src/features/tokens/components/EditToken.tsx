import { Button, Group, Modal, NumberInput, TagsInput, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { fieldErrorsOf } from '@/api/problem';
import type { Permission, Token } from '@/api/types';
import { dateInZone, endOfDay } from '@/components/dates';
import { ErrorNotice } from '@/components/ErrorNotice';
import { ScopePicker } from '@/components/ScopePicker';
import { useTimeZone } from '@/components/time-zone';
import { useUpdateToken } from '../api/update-token';

interface Props {
  token: Token;
  /** The catalogue, for the words beside the scopes. */
  permissions: Permission[];
}

/** Changes what may change: never more scopes, never a later end. */
export function EditToken({ token, permissions }: Props) {
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button variant="default" onClick={() => setOpened(true)}>
        Edit
      </Button>
      <Modal opened={opened} onClose={() => setOpened(false)} title={`Edit ${token.name}`} size={720}>
        <EditTokenForm token={token} permissions={permissions} onDone={() => setOpened(false)} />
      </Modal>
    </>
  );
}

function EditTokenForm({ token, permissions, onDone }: Props & { onDone: () => void }) {
  const timeZone = useTimeZone();
  const update = useUpdateToken(token);
  const latest = token.expiresAt ? dateInZone(new Date(token.expiresAt), timeZone) : undefined;
  const earliest = dateInZone(new Date(), timeZone);
  const form = useForm({
    initialValues: {
      name: token.name,
      description: token.description ?? '',
      integrations: token.integrations,
      date: latest ?? '',
      scopes: token.scopes ?? [],
      allowedAddresses: token.allowedAddresses,
      rateLimitPerMinute: token.rateLimitPerMinute ?? ('' as number | ''),
    },
    validate: {
      name: (value) => (value.trim() ? null : 'Enter a name'),
      scopes: (value) =>
        token.scopes && value.length === 0 ? 'Leave at least one scope, or revoke it' : null,
    },
  });
  const held: Permission[] = (token.scopes ?? []).map(
    (scope) =>
      permissions.find(({ name, urn }) => name === scope || urn === scope) ?? {
        name: scope,
        urn: scope,
        resource: scope,
        action: '',
        description: '',
        module: 'Other',
        applicationId: null,
      },
  );

  return (
    <form
      className="stack"
      noValidate
      onSubmit={form.onSubmit(({ name, description, date, scopes, rateLimitPerMinute, ...rest }) =>
        update.mutate(
          {
            ...rest,
            name: name.trim(),
            description: description.trim() || null,
            rateLimitPerMinute: rateLimitPerMinute === '' ? null : rateLimitPerMinute,
            ...(date && date !== latest ? { expiresAt: endOfDay(date, timeZone) } : {}),
            ...(token.scopes && scopes.length < token.scopes.length ? { scopes } : {}),
          },
          {
            onSuccess: (saved) => {
              notifications.show({ message: `${saved.name} is saved.` });
              onDone();
            },
            onError: (error) => {
              const { expiresAt, ...fields } = fieldErrorsOf(error);
              form.setErrors({ ...fields, ...(expiresAt ? { date: expiresAt } : {}) });
            },
          },
        ),
      )}
    >
      <div className="two">
        <TextInput label="Name" data-autofocus autoComplete="off" {...form.getInputProps('name')} />
        <TextInput label="Description" autoComplete="off" {...form.getInputProps('description')} />
        <TagsInput label="Integrations" acceptValueOnBlur {...form.getInputProps('integrations')} />
        <TextInput
          type="date"
          label="Expires at the end of"
          description={latest ? 'Can be moved earlier, never later' : 'It has no end now; one set here stays'}
          min={earliest}
          max={latest}
          {...form.getInputProps('date')}
        />
        <TagsInput
          label="Allowed addresses"
          placeholder={form.values.allowedAddresses.length ? undefined : 'Any address'}
          acceptValueOnBlur
          {...form.getInputProps('allowedAddresses')}
        />
        <NumberInput
          label="Requests a minute"
          placeholder="The organization’s"
          min={1}
          max={100_000}
          allowDecimal={false}
          {...form.getInputProps('rateLimitPerMinute')}
        />
      </div>
      {token.scopes && (
        <ScopePicker
          label="Scopes"
          description="Take away what it no longer needs. A scope can’t be added to a token that exists."
          permissions={held}
          value={form.values.scopes}
          onChange={(scopes) => form.setFieldValue('scopes', scopes)}
          error={form.errors.scopes}
        />
      )}
      <ErrorNotice error={update.error} />
      <Group justify="flex-end" gap="xs" className="dialog-actions">
        <Button variant="default" onClick={onDone}>
          Cancel
        </Button>
        <Button type="submit" disabled={!form.isDirty()} loading={update.isPending}>
          Save
        </Button>
      </Group>
    </form>
  );
}
