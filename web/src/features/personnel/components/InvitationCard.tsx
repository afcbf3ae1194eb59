import { Button } from '@mantine/core';
import type { Person } from '@/api/types';
import { Card } from '@/components/Card';
import { ErrorNotice } from '@/components/ErrorNotice';
import { LinkToCopy } from '@/components/LinkToCopy';
import { When } from '@/components/When';
import { useInvitePerson } from '../api/invite-person';

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
        <p className="plain-text">
          A new link is on its way to {link.sentTo}; it ends <When at={link.expiresAt} />.
        </p>
      ) : link?.url ? (
        <div className="stack">
          <LinkToCopy url={link.url} />
          <p className="plain-text">
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
