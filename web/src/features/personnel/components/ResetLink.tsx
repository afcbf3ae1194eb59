import { Button, Group, Modal } from '@mantine/core';
import { useState } from 'react';
import type { Person } from '@/api/types';
import { ErrorNotice } from '@/components/ErrorNotice';
import { LinkToCopy } from '@/components/LinkToCopy';
import { When } from '@/components/When';
import { useMakeResetLink } from '../api/make-reset-link';

/** For somebody who can't get in and gets no mail: a link that lets them choose a new password. */
export function ResetLink({ person }: { person: Person }) {
  const [opened, setOpened] = useState(false);
  const create = useMakeResetLink(person.id);
  const close = () => {
    setOpened(false);
    create.reset();
  };
  return (
    <>
      <Button variant="default" onClick={() => setOpened(true)}>
        Reset password
      </Button>
      <Modal opened={opened} onClose={close} title={`Reset the password of ${person.name}`} size="lg">
        <div className="stack">
          {create.data ? (
            <>
              <p className="plain-text">
                Hand this link to {person.name} yourself; it works once and ends{' '}
                <When at={create.data.expiresAt} />. All their sessions end when they use it.
              </p>
              <LinkToCopy url={create.data.url} />
            </>
          ) : (
            <p className="plain-text">
              Makes a link with which {person.name} chooses a new password. Make sure that it is really them
              who asks: whoever has the link can sign in as them. Their second factor stays.
            </p>
          )}
          <ErrorNotice error={create.error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              {create.data ? 'Done' : 'Cancel'}
            </Button>
            {!create.data && (
              <Button loading={create.isPending} onClick={() => create.mutate()}>
                Make a link
              </Button>
            )}
          </Group>
        </div>
      </Modal>
    </>
  );
}
