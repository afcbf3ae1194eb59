import { Button, Group, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { fieldErrorsOf } from '@/api/problem';
import { ErrorNotice } from '@/components/ErrorNotice';
import { EventPicker } from './EventPicker';

export interface WebhookValues {
  url: string;
  description: string;
  events: string[];
}

interface Props {
  initial: WebhookValues;
  /** What the button says. */
  submit: string;
  pending: boolean;
  error: unknown;
  onSubmit: (values: WebhookValues, onRefused: (error: unknown) => void) => void;
  onCancel: () => void;
}

/** Where a webhook leads, and what it is told of: for a new one and for a change. */
export function WebhookForm({ initial, submit, pending, error, onSubmit, onCancel }: Props) {
  const form = useForm({
    initialValues: initial,
    validate: {
      url: (value) => (/^https?:\/\/./.test(value.trim()) ? null : 'Enter an address such as https://…'),
      events: (value) => (value.length ? null : 'Choose at least one event'),
    },
  });
  return (
    <form
      className="stack"
      noValidate
      onSubmit={form.onSubmit(({ url, description, events }) =>
        onSubmit({ url: url.trim(), description: description.trim(), events }, (refused) =>
          form.setErrors(fieldErrorsOf(refused)),
        ),
      )}
    >
      <TextInput
        label="Address"
        type="url"
        placeholder="https://example.org/hooks/platform"
        data-autofocus
        autoComplete="off"
        {...form.getInputProps('url')}
      />
      <TextInput label="Description" placeholder="What it is for" {...form.getInputProps('description')} />
      <EventPicker
        value={form.values.events}
        onChange={(events) => form.setFieldValue('events', events)}
        error={form.errors.events}
      />
      <ErrorNotice error={error} />
      <Group justify="flex-end" gap="xs" className="dialog-actions">
        <Button variant="default" onClick={onCancel}>
          Cancel
        </Button>
        <Button type="submit" loading={pending}>
          {submit}
        </Button>
      </Group>
    </form>
  );
}
