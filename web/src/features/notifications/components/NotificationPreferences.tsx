import { Checkbox, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { NotificationPreference } from '@/api/types';
import { useOrganizationId } from '@/api/use-session';
import { Card } from '@/components/Card';
import { ErrorNotice } from '@/components/ErrorNotice';
import { ErrorState } from '@/components/ErrorState';
import { Notice } from '@/components/Notice';
import { getNotificationPreferences } from '../api/get-notification-preferences';
import { useSetNotificationPreferences } from '../api/set-notification-preferences';
import classes from './NotificationPreferences.module.css';

const CHANNELS = [
  ['inApp', 'Here'],
  ['email', 'By e-mail'],
] as const;

export function NotificationPreferences() {
  const query = useQuery(getNotificationPreferences(useOrganizationId()));
  const choose = useSetNotificationPreferences();
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  return (
    <div className="stack">
      {query.data?.mailConfigured === false && (
        <Notice tone="quiet">
          This instance sends no mail: what you choose for e-mail counts once its operator has named a mail
          server.
        </Notice>
      )}
      {choose.isError && <ErrorNotice error={choose.error} />}
      <Card flush>
        <table className={classes.table} aria-label="Notification preferences">
          <thead>
            <tr>
              <th scope="col">Event</th>
              {CHANNELS.map(([channel, label]) => (
                <th key={channel} scope="col">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {query.data
              ? query.data.preferences.map((preference) => (
                  <Row key={preference.event} preference={preference} onChoose={choose.mutate} />
                ))
              : Array.from({ length: 13 }, (_, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity
                  <tr key={index}>
                    <td colSpan={3}>
                      <Skeleton height={36} width="60%" radius="xs" />
                    </td>
                  </tr>
                ))}
          </tbody>
        </table>
      </Card>
    </div>
  );
}

function Row({
  preference,
  onChoose,
}: {
  preference: NotificationPreference;
  onChoose: (chosen: NotificationPreference) => void;
}) {
  return (
    <tr>
      <th scope="row">
        {preference.description}
        <code>{preference.event}</code>
      </th>
      {CHANNELS.map(([channel, label]) => (
        <td key={channel}>
          <Checkbox
            className={classes.box}
            aria-label={`${preference.description}: ${label.toLowerCase()}`}
            checked={preference[channel]}
            onChange={(event) => onChoose({ ...preference, [channel]: event.currentTarget.checked })}
          />
        </td>
      ))}
    </tr>
  );
}
