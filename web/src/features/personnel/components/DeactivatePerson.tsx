import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import type { Person } from '@/api/types';
import { ConfirmDialog } from '@/components/ConfirmDialog';
import { useDeactivatePerson } from '../api/deactivate-person';
import { useReactivatePerson } from '../api/reactivate-person';
import { lossOf } from './losses';

interface Props {
  person: Person;
  /** How many of the person’s tokens work now; undefined where the caller may not know. */
  liveTokens: number | undefined;
}

export function DeactivatePerson({ person, liveTokens }: Props) {
  const deactivate = useDeactivatePerson(person.id);
  const reactivate = useReactivatePerson(person.id);
  const [asked, setAsked] = useState(false);

  if (person.status === 'deactivated') {
    return (
      <Button
        variant="default"
        loading={reactivate.isPending}
        onClick={() =>
          reactivate.mutate(undefined, {
            onSuccess: () =>
              notifications.show({ message: `${person.name} can sign in again. No token was revived.` }),
          })
        }
      >
        Reactivate
      </Button>
    );
  }
  return (
    <>
      <Button className="destructive-quiet" onClick={() => setAsked(true)}>
        Deactivate
      </Button>
      <ConfirmDialog
        opened={asked}
        title={`Deactivate ${person.name}?`}
        confirm="Deactivate"
        pending={deactivate.isPending}
        error={deactivate.error}
        onCancel={() => {
          setAsked(false);
          deactivate.reset();
        }}
        onConfirm={() =>
          deactivate.mutate(undefined, {
            onSuccess: () => {
              setAsked(false);
              notifications.show({ message: `${person.name} is deactivated.` });
            },
          })
        }
      >
        {person.name} is signed out everywhere in this organization. {lossOf(liveTokens)} Reactivating later
        brings no token back.
      </ConfirmDialog>
    </>
  );
}
