import { Button } from '@mantine/core';
import type { Person } from '@/api/types';
import { Card } from '@/components/Card';
import { CopyButton } from '@/components/CopyButton';
import { ErrorNotice } from '@/components/ErrorNotice';
import { When } from '@/components/When';
import { useInvitePerson } from '../api/invite-person';
import classes from './AddPersonDialog.module.css';

/** For somebody who has not joined yet: a link to hand over, shown once. */
export function InvitationCard({ person }: { person: Person }) {
  const invite = useInvitePerson(person.id);
  const link = invite.data;
  return (
    <Card
      title="Invitation"
      description={`${person.name} has not joined yet. A new link takes the place of any earlier one.`}
      footer={
        <Button variant="default" loading={invite.isPending} onClick={() => invite.mutate()}>
          New invitation link
        </Button>
      }
    >
      {link?.sentTo ? (
        <p className={classes.text}>
          A new link is on its way to {link.sentTo}; it ends <When at={link.expiresAt} />.
        </p>
      ) : link?.url ? (
        <div className="stack">
          <div className={classes.link}>
            <code>{link.url}</code>
            <CopyButton value={link.url} label="Copy link" withLabel />
          </div>
          <p className={classes.text}>
            Hand it to {person.name} yourself: it is shown this once, works once and ends{' '}
            <When at={link.expiresAt} />.
          </p>
        </div>
      ) : (
        invite.error && <ErrorNotice error={invite.error} />
      )}
    </Card>
  );
}
