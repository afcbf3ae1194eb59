import { Button, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { fieldErrorsOf } from '@/api/problem';
import type { InstanceOrganization } from '@/api/types';
import { Card } from '@/components/Card';
import { ErrorNotice } from '@/components/ErrorNotice';
import { useUpdateInstanceOrganization } from '../api/update-instance-organization';
import { FormerSlugNotice } from './FormerSlugNotice';
import { slugProblem } from './slug';

/** What an operator may change of an organization. */
export function InstanceOrganizationForm({ organization }: { organization: InstanceOrganization }) {
  const update = useUpdateInstanceOrganization(organization);
  const form = useForm({
    initialValues: { name: organization.name, slug: organization.slug },
    validate: { name: (value) => (value.trim() ? null : 'Enter the name'), slug: slugProblem },
  });
  return (
    <form
      noValidate
      onSubmit={form.onSubmit((values) =>
        update.mutate(values, {
          onSuccess: ({ name, slug }) => {
            form.setInitialValues({ name, slug });
            form.reset();
            notifications.show({ message: `${name} is saved.` });
          },
          onError: (error) => form.setErrors(fieldErrorsOf(error)),
        }),
      )}
    >
      <Card
        title="Name"
        footer={
          <Button type="submit" disabled={!form.isDirty()} loading={update.isPending}>
            Save
          </Button>
        }
      >
        <div className="two">
          <TextInput label="Name" {...form.getInputProps('name')} />
          <TextInput label="Short name" {...form.getInputProps('slug')} />
        </div>
        <FormerSlugNotice before={organization.slug} after={form.values.slug} />
        <ErrorNotice error={update.error} />
      </Card>
    </form>
  );
}
