import { Button, Checkbox, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { ReactNode } from 'react';
import { fieldErrorsOf } from '@/api/problem';
import { ErrorNotice } from '@/components/ErrorNotice';
import { NewPassword, passwordProblem } from '@/components/NewPassword';
import { useSetUpInstance } from '../api/set-up-instance';
import classes from './SetUpForm.module.css';
import { slugFrom, slugProblem } from './slug';

const email = (value: string) => (/^\S+@\S+$/.test(value) ? null : 'Enter an e-mail address');
const required = (what: string) => (value: string) => (value.trim() ? null : `Enter ${what}`);

export function SetUpForm({ onDone }: { onDone: () => void }) {
  const setUp = useSetUpInstance();
  const form = useForm({
    initialValues: {
      code: '',
      operator: { email: '', password: '' },
      organization: { name: '', slug: '' },
      administrator: { name: '', email: '', password: '' },
      same: false,
    },
    validate: {
      code: required('the code'),
      operator: { email, password: passwordProblem },
      organization: { name: required('the name'), slug: slugProblem },
      administrator: {
        name: required('the name'),
        email: (value, values) => (values.same ? null : email(value)),
        password: (value, values) => (values.same ? null : passwordProblem(value)),
      },
    },
  });
  const { same } = form.values;

  function onSubmit({ same, ...values }: typeof form.values) {
    const administrator = same
      ? { ...values.operator, name: values.administrator.name }
      : values.administrator;
    setUp.mutate(
      { ...values, code: values.code.trim(), administrator },
      { onSuccess: onDone, onError: (error) => form.setErrors(fieldErrorsOf(error)) },
    );
  }

  return (
    <form noValidate onSubmit={form.onSubmit(onSubmit)}>
      <Part
        number={1}
        title="Code"
        text="The host printed it when it started. It shows that this instance is yours."
      >
        <TextInput
          label="One-time code"
          autoComplete="off"
          autoFocus
          spellCheck={false}
          classNames={{ input: 'mono' }}
          {...form.getInputProps('code')}
        />
      </Part>
      <Part
        number={2}
        title="Operator"
        text="Runs the instance: creates and suspends organizations, never sees their secrets."
      >
        <TextInput
          label="E-mail"
          type="email"
          autoComplete="username"
          {...form.getInputProps('operator.email')}
        />
        <NewPassword {...form.getInputProps('operator.password')} />
      </Part>
      <Part number={3} title="First organization" text="A tenant with people, roles and tokens of its own.">
        <div className="two">
          <TextInput
            label="Name"
            placeholder="Riverside Fire Department"
            {...form.getInputProps('organization.name')}
            onChange={(event) => {
              const { name, slug } = form.values.organization;
              const next = event.currentTarget.value;
              form.setFieldValue('organization.name', next);
              if (!slug || slug === slugFrom(name)) form.setFieldValue('organization.slug', slugFrom(next));
            }}
          />
          <TextInput
            label="Short name"
            placeholder="riverside"
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            description="Stands for its id in the Organization-ID header"
            {...form.getInputProps('organization.slug')}
          />
        </div>
      </Part>
      <Part number={4} title="Its administrator" text="May do everything inside that organization.">
        <TextInput label="Name" autoComplete="name" {...form.getInputProps('administrator.name')} />
        <Checkbox
          label="The operator is the administrator, with the same e-mail and password"
          {...form.getInputProps('same', { type: 'checkbox' })}
        />
        {!same && (
          <>
            <TextInput
              label="E-mail"
              type="email"
              autoComplete="off"
              {...form.getInputProps('administrator.email')}
            />
            <NewPassword {...form.getInputProps('administrator.password')} />
          </>
        )}
      </Part>
      <div className={classes.end}>
        <ErrorNotice error={setUp.error} />
        <Button type="submit" loading={setUp.isPending}>
          Set up and sign in
        </Button>
      </div>
    </form>
  );
}

function Part({
  number,
  title,
  text,
  children,
}: {
  number: number;
  title: string;
  text: string;
  children: ReactNode;
}) {
  return (
    <fieldset className={classes.part}>
      <legend className={classes.legend}>
        <span className={classes.number} aria-hidden>
          {number}
        </span>
        {title}
      </legend>
      <p className={classes.text}>{text}</p>
      <div className="stack">{children}</div>
    </fieldset>
  );
}
