import { createFileRoute } from '@tanstack/react-router';
import { PageHeader } from '@/components/PageHeader';
import { useTitle } from '@/components/use-title';
import { NotificationPreferences } from '@/features/notifications/components/NotificationPreferences';

export const Route = createFileRoute('/_app/notification-preferences')({ component: PreferencesPage });

function PreferencesPage() {
  useTitle('Notification preferences');
  return (
    <>
      <PageHeader
        title="Notification preferences"
        description="What you are told in this organization, and how. A choice counts from the next event on."
        parent={{ label: 'Notifications', to: '/notifications' }}
      />
      <NotificationPreferences />
    </>
  );
}
