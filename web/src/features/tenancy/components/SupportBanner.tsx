import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { session } from '@/api/client';
import { messageOf } from '@/api/problem';
import { useSession } from '@/api/use-session';
import { formatTime } from '@/components/dates';
import { useTimeZone } from '@/components/time-zone';
import { useEndInstanceSupportEntry } from '../api/end-instance-support-entry';
import classes from './SupportBanner.module.css';

/** Over each page while an operator is in an organization as support. */
export function SupportBanner() {
  const state = useSession();
  const support = state.status === 'signed-in' ? state.support : null;
  const organization = state.status === 'signed-in' ? state.organization : null;
  const timeZone = useTimeZone();
  const navigate = useNavigate();
  const end = useEndInstanceSupportEntry(organization?.id ?? '');
  const leave = useMutation({
    mutationFn: async () => {
      if (support) await end.mutateAsync(support.id);
      await navigate({ to: '/' });
      await session.leaveOrganization();
    },
    onError: (error) => notifications.show({ message: messageOf(error), color: 'red', role: 'alert' }),
  });
  const until = support?.until;
  useEffect(() => {
    if (!until) return;
    // A moment later: by then the host lets nothing in any more.
    const timer = setTimeout(() => void session.leaveOrganization(), Date.parse(until) - Date.now() + 500);
    return () => clearTimeout(timer);
  }, [until]);
  if (!support || !organization) return null;
  return (
    <section className={classes.root} aria-label="Support">
      <p className={classes.text}>
        You are in <strong>{organization.name}</strong> as support until {formatTime(support.until, timeZone)}
        : {support.reason}
      </p>
      <Button variant="default" size="xs" loading={leave.isPending} onClick={() => leave.mutate()}>
        Leave
      </Button>
    </section>
  );
}
