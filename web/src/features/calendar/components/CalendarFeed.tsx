import { Button, Group, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useOrganizationId } from '@/api/use-session';
import { Card } from '@/components/Card';
import { ConfirmDialog } from '@/components/ConfirmDialog';
import { ErrorNotice } from '@/components/ErrorNotice';
import { LinkToCopy } from '@/components/LinkToCopy';
import { When } from '@/components/When';
import { getMyCalendar } from '../api/get-my-calendar';
import { useMakeMyCalendar } from '../api/make-my-calendar';
import { useRemoveMyCalendar } from '../api/remove-my-calendar';

/** The address at which a calendar finds when tokens end. It is shown when it is made, and never again. */
export function CalendarFeed() {
  const query = useQuery(getMyCalendar(useOrganizationId()));
  const make = useMakeMyCalendar();
  const remove = useRemoveMyCalendar();
  const [asked, setAsked] = useState<'renew' | 'remove'>();
  const stop = () => setAsked(undefined);
  const feed = query.data;

  return (
    <Card
      title="Calendar feed"
      description="When your tokens end, in your calendar, with reminders ahead. Where you may see the tokens of service accounts, theirs too."
    >
      {query.isPending ? (
        <Skeleton height={36} />
      ) : (
        <div className="stack">
          <ErrorNotice error={query.error ?? (asked ? undefined : make.error)} />
          {make.data && feed && (
            <>
              <LinkToCopy url={make.data.url} />
              <span className="dimmed">
                Subscribe to this address in your calendar. It is shown this once, and whoever has it reads
                the feed.
              </span>
            </>
          )}
          {feed ? (
            <Group gap="xs">
              {!make.data && (
                <span>
                  Made <When at={feed.createdAt} />
                </span>
              )}
              <Button variant="default" onClick={() => setAsked('renew')}>
                Renew address
              </Button>
              <Button className="destructive-quiet" onClick={() => setAsked('remove')}>
                Remove feed
              </Button>
            </Group>
          ) : (
            <Group>
              <Button variant="default" loading={make.isPending} onClick={() => make.mutate()}>
                Make calendar feed
              </Button>
            </Group>
          )}
        </div>
      )}
      <ConfirmDialog
        opened={asked === 'renew'}
        title="Renew the address?"
        confirm="Renew address"
        pending={make.isPending}
        error={make.error}
        onCancel={stop}
        onConfirm={() => make.mutate(undefined, { onSuccess: stop })}
      >
        Calendars that have subscribed to the present address get nothing any more.
      </ConfirmDialog>
      <ConfirmDialog
        opened={asked === 'remove'}
        title="Remove the feed?"
        confirm="Remove feed"
        pending={remove.isPending}
        error={remove.error}
        onCancel={stop}
        onConfirm={() =>
          remove.mutate(undefined, {
            onSuccess: () => {
              make.reset();
              stop();
            },
          })
        }
      >
        Calendars that have subscribed to it get nothing any more.
      </ConfirmDialog>
    </Card>
  );
}
