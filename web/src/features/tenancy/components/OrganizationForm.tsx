import { Button, NumberInput, Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { fieldErrorsOf } from '@/api/problem';
import type { Organization } from '@/api/types';
import { Card } from '@/components/Card';
import { ErrorNotice } from '@/components/ErrorNotice';
import { useUpdateOrganization } from '../api/update-organization';
import { FormerSlugNotice } from './FormerSlugNotice';
import { slugProblem } from './slug';

export function OrganizationForm({
  organization,
  editable,
}: {
  organization: Organization;
  editable: boolean;
}) {
  const update = useUpdateOrganization(organization);
  const form = useForm({
    initialValues: {
      name: organization.name,
      slug: organization.slug,
      timeZone: organization.timeZone,
      contactEmail: organization.contactEmail ?? '',
      auditRetentionDays: organization.auditRetentionDays ?? ('' as number | string),
    },
    validate: { name: (value) => (value.trim() ? null : 'Enter the name'), slug: slugProblem },
  });
  return (
    <form
      noValidate
      onSubmit={form.onSubmit((values) =>
        update.mutate(
          {
            ...values,
            contactEmail: values.contactEmail.trim() || null,
            auditRetentionDays:
              typeof values.auditRetentionDays === 'number' ? values.auditRetentionDays : null,
          },
          {
            onSuccess: () => {
              form.resetDirty();
              notifications.show({ message: 'The organization is saved.' });
            },
            onError: (error) => form.setErrors(fieldErrorsOf(error)),
          },
        ),
      )}
    >
      <Card
        title="Organization"
        footer={
          editable && (
            <Button type="submit" disabled={!form.isDirty()} loading={update.isPending}>
              Save
            </Button>
          )
        }
      >
        <fieldset className="plain" disabled={!editable}>
          <div className="two">
            <TextInput label="Name" {...form.getInputProps('name')} />
            <TextInput
              label="Short name"
              description="Stands for its id in the Organization-ID header"
              inputWrapperOrder={['label', 'input', 'description', 'error']}
              {...form.getInputProps('slug')}
            />
            <Select
              label="Time zone"
              description="In which dates are shown, and on whose days tokens end"
              inputWrapperOrder={['label', 'input', 'description', 'error']}
              searchable
              allowDeselect={false}
              limit={60}
              data={[...new Set(['UTC', organization.timeZone, ...Intl.supportedValuesOf('timeZone')])]}
              disabled={!editable}
              {...form.getInputProps('timeZone')}
            />
            <TextInput
              label="Contact e-mail"
              type="email"
              description="Whom the operators of this instance write to"
              inputWrapperOrder={['label', 'input', 'description', 'error']}
              {...form.getInputProps('contactEmail')}
            />
            <NumberInput
              label="Keep the audit log for"
              description="30 to 3,650 days; left empty, it is kept for ever"
              inputWrapperOrder={['label', 'input', 'description', 'error']}
              suffix=" days"
              allowDecimal={false}
              allowNegative={false}
              {...form.getInputProps('auditRetentionDays')}
            />
          </div>
          <FormerSlugNotice before={organization.slug} after={form.values.slug} />
          <ErrorNotice error={update.error} />
        </fieldset>
      </Card>
    </form>
  );
}
