import { Button, MultiSelect } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import type { Person, Role } from '@/api/types';
import { Card } from '@/components/Card';
import { ErrorNotice } from '@/components/ErrorNotice';
import { useSetRolesOfPerson } from '../api/set-roles-of-person';

interface Props {
  person: Person;
  /** All roles of the organization; undefined where the caller may not assign any. */
  roles: Role[] | undefined;
}

export function PersonRoles({ person, roles }: Props) {
  const assign = useSetRolesOfPerson(person.id);
  const current = person.roles.map((role) => role.id);
  const [edited, setEdited] = useState<string[]>();
  const chosen = edited ?? current;
  const dirty = [...chosen].sort().join() !== [...current].sort().join();

  if (!roles) {
    return <Card title="Roles">{person.roles.map((role) => role.name).join(', ') || 'No role'}</Card>;
  }
  return (
    <Card
      title="Roles"
      description="What the person may do, and so what their token can do."
      footer={
        dirty && (
          <>
            <Button variant="default" onClick={() => setEdited(undefined)}>
              Undo
            </Button>
            <Button
              loading={assign.isPending}
              onClick={() =>
                assign.mutate(chosen, {
                  onSuccess: () => {
                    setEdited(undefined);
                    notifications.show({ message: `${person.name}’s roles are saved.` });
                  },
                })
              }
            >
              Save roles
            </Button>
          </>
        )
      }
    >
      <div className="stack">
        <MultiSelect
          aria-label="Roles"
          placeholder={chosen.length ? undefined : 'No role'}
          data={roles.map((role) => ({ value: role.id, label: role.name }))}
          searchable
          value={chosen}
          onChange={setEdited}
        />
        <ErrorNotice error={assign.error} />
      </div>
    </Card>
  );
}
