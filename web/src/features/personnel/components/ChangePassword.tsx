import { Button, PasswordInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { fieldErrorsOf } from '@/api/problem';
import { Card } from '@/components/Card';
import { ErrorNotice } from '@/components/ErrorNotice';
import { NewPassword, passwordProblem } from '@/components/NewPassword';
import { useChangePassword } from '../api/change-password';

export function ChangePassword() {
  const change = useChangePassword();
  const form = useForm({
    initialValues: { currentPassword: '', newPassword: '' },
    validate: {
      currentPassword: (password) => (password ? null : 'Enter your password'),
      newPassword: passwordProblem,
    },
  });
  const refused = change.error ? fieldErrorsOf(change.error) : {};
  return (
    <form
      noValidate
      onSubmit={form.onSubmit((values) =>
        change.mutate(values, {
          onSuccess: () => {
            form.reset();
            notifications.show({ message: 'Your password is changed. Your other sessions have ended.' });
          },
        }),
      )}
    >
      <Card
        title="Password"
        description="Changing it signs you out everywhere else."
        footer={
          <Button type="submit" loading={change.isPending} disabled={!form.isDirty()}>
            Change password
          </Button>
        }
      >
        <div className="stack">
          <div className="two">
            <PasswordInput
              label="Current password"
              autoComplete="current-password"
              visibilityToggleButtonProps={{ 'aria-label': 'Show the current password' }}
              {...form.getInputProps('currentPassword')}
              error={form.errors.currentPassword ?? refused.currentPassword}
            />
            <NewPassword
              label="New password"
              visibilityToggleButtonProps={{ 'aria-label': 'Show the new password' }}
              inputWrapperOrder={['label', 'input', 'description', 'error']}
              {...form.getInputProps('newPassword')}
              error={form.errors.newPassword ?? refused.newPassword}
            />
          </div>
          {!refused.newPassword && !refused.currentPassword && <ErrorNotice error={change.error} />}
        </div>
      </Card>
    </form>
  );
}
