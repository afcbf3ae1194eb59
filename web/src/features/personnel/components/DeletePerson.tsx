import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { problemOf } from '@/api/problem';
import type { Person } from '@/api/types';
import { useOrganizationId } from '@/api/use-session';
import { ConfirmDialog } from '@/components/ConfirmDialog';
import { StaleNotice } from '@/components/StaleNotice';
import { useDeletePerson } from '../api/delete-person';
import { getPerson } from '../api/get-person';
import { lossOf } from './losses';

interface Props {
  person: Person;
  /** How many of the person’s tokens work now; undefined where the caller may not know. */
  liveTokens: number | undefined;
}

export function DeletePerson({ person, liveTokens }: Props) {
  const remove = useDeletePerson(person);
  const navigate = useNavigate();
  const organizationId = useOrganizationId();
  const queryClient = useQueryClient();
  const [asked, setAsked] = useState(false);
  const stale = problemOf(remove.error).code === 'stale-version';

  function close() {
    setAsked(false);
    remove.reset();
  }

  return (
    <>
      <Button className="destructive-quiet" onClick={() => setAsked(true)}>
        Delete
      </Button>
      <ConfirmDialog
        opened={asked}
        title={`Delete ${person.name}’s record?`}
        confirm="Delete record"
        pending={remove.isPending}
        error={stale ? undefined : remove.error}
        onCancel={close}
        onConfirm={() =>
          remove.mutate(undefined, {
            onSuccess: () => {
              notifications.show({ message: `${person.name}’s record is deleted.` });
              void navigate({ to: '/personnel' });
            },
          })
        }
      >
        <p>
          {person.name} loses their access to this organization and is signed out here. {lossOf(liveTokens)}{' '}
          {rolesOf(person)} The audit log and the list of tokens keep the name; their account and its other
          organizations are left alone. This can’t be undone: to let somebody rest, deactivate them instead.
        </p>
        {stale && (
          <StaleNotice
            error={remove.error}
            onReload={() => {
              close();
              void queryClient.invalidateQueries({ queryKey: getPerson(organizationId, person.id).queryKey });
            }}
          />
        )}
      </ConfirmDialog>
    </>
  );
}

function rolesOf({ roles }: Person): string {
  if (roles.length === 0) return 'They have no role to lose.';
  return `They lose ${roles.length === 1 ? 'the role' : 'the roles'} ${roles.map(({ name }) => name).join(', ')}.`;
}
