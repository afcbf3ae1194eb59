import { Button, Checkbox, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { fieldErrorsOf } from '@/api/problem';
import type { Person } from '@/api/types';
import { useOrganizationId } from '@/api/use-session';
import { Card } from '@/components/Card';
import { StaleNotice } from '@/components/StaleNotice';
import { getPerson } from '../api/get-person';
import { useUpdatePerson } from '../api/update-person';
import classes from './PersonForm.module.css';

const valuesOf = (person: Person) => ({
  name: person.name,
  email: person.email,
  title: person.title ?? '',
  employeeNumber: person.employeeNumber ?? '',
  apiAccessEnabled: person.apiAccessEnabled,
});

export function PersonForm({ person, editable }: { person: Person; editable: boolean }) {
  const update = useUpdatePerson(person);
  const organizationId = useOrganizationId();
  const queryClient = useQueryClient();
  const joined = person.status !== 'invited';
  const form = useForm({
    initialValues: valuesOf(person),
    validate: {
      name: (value) => (value.trim() ? null : 'Enter the name'),
      email: (value) => (/^\S+@\S+$/.test(value) ? null : 'Enter an e-mail address'),
    },
  });
  const { initialize, setInitialValues, reset } = form;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new version of the record starts the form anew
  useEffect(() => {
    initialize(valuesOf(person));
    setInitialValues(valuesOf(person));
    reset();
  }, [person.version]);
  const dirty = form.isDirty();

  return (
    <form
      noValidate
      onSubmit={form.onSubmit(({ email, ...values }) =>
        update.mutate(
          {
            ...values,
            title: values.title || null,
            employeeNumber: values.employeeNumber || null,
            ...(email === person.email ? {} : { email }),
          },
          {
            onSuccess: () => notifications.show({ message: `${values.name}’s record is saved.` }),
            onError: (error) => form.setErrors(fieldErrorsOf(error)),
          },
        ),
      )}
    >
      <Card
        title="Record"
        footer={
          editable && (
            <>
              {dirty && <span className={classes.unsaved}>Not saved yet</span>}
              <Button variant="default" disabled={!dirty} onClick={() => form.reset()}>
                Undo
              </Button>
              <Button type="submit" disabled={!dirty} loading={update.isPending}>
                Save
              </Button>
            </>
          )
        }
      >
        <fieldset className={classes.fields} disabled={!editable}>
          <div className="two">
            <TextInput label="Name" {...form.getInputProps('name')} />
            <TextInput
              label="E-mail"
              type="email"
              readOnly={joined}
              variant={joined ? 'filled' : 'default'}
              description={
                joined
                  ? 'Belongs to the account; only its holder changes it'
                  : 'Can be corrected until they join; links handed out before end'
              }
              inputWrapperOrder={['label', 'input', 'description', 'error']}
              {...form.getInputProps('email')}
            />
            <TextInput label="Title" {...form.getInputProps('title')} />
            <TextInput label="Employee number" {...form.getInputProps('employeeNumber')} />
          </div>
          <div className={classes.access}>
            <Checkbox
              label="Enable API access token"
              description={
                person.apiAccessEnabled && !form.values.apiAccessEnabled
                  ? 'Once saved, the person’s token stops working.'
                  : 'The person may generate a token of their own, under User token in their menu.'
              }
              {...form.getInputProps('apiAccessEnabled', { type: 'checkbox' })}
            />
          </div>
          <StaleNotice
            error={update.error}
            onReload={() => {
              update.reset();
              void queryClient.invalidateQueries({ queryKey: getPerson(organizationId, person.id).queryKey });
            }}
          />
        </fieldset>
      </Card>
    </form>
  );
}
