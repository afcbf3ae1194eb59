import { Button, Group, Modal, Select } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import type { Role } from '@/api/types';
import { ErrorNotice } from '@/components/ErrorNotice';
import { useDeleteRole } from '../api/delete-role';
import { usePreviewRole } from '../api/preview-role';
import { RoleEffect } from './RoleEffect';

interface Props {
  role: Role;
  /** Which those who have it may get instead. */
  roles: Role[];
  onDeleted: () => void;
}

export function DeleteRole({ role, roles, onDeleted }: Props) {
  const remove = useDeleteRole(role);
  const preview = usePreviewRole(role.id);
  const [asked, setAsked] = useState(false);
  const [instead, setInstead] = useState<string | null>(null);
  const held = role.memberCount > 0;

  function close() {
    setAsked(false);
    setInstead(null);
    remove.reset();
    preview.reset();
  }

  return (
    <>
      <Button className="destructive-quiet" onClick={() => setAsked(true)}>
        Delete
      </Button>
      <Modal opened={asked} onClose={close} title={`Delete ${role.name}?`} size="lg">
        <div className="stack">
          {held ? (
            <Select
              label={`${role.memberCount === 1 ? '1 person has' : `${role.memberCount} people have`} this role. They get instead`}
              placeholder="Choose a role"
              searchable
              data={roles
                .filter(({ id }) => id !== role.id)
                .map(({ id, name }) => ({ value: id, label: name }))}
              value={instead}
              onChange={(value) => {
                setInstead(value);
                if (value) preview.mutate({ reassignTo: value });
              }}
            />
          ) : (
            <div>Nobody has this role. Nobody loses anything.</div>
          )}
          {held && instead && preview.data && <RoleEffect preview={preview.data} />}
          <ErrorNotice error={remove.error ?? preview.error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close} data-autofocus>
              Cancel
            </Button>
            <Button
              className="destructive"
              disabled={held && (!instead || preview.isPending)}
              loading={remove.isPending}
              onClick={() =>
                remove.mutate(held ? instead : null, {
                  onSuccess: () => {
                    notifications.show({ message: `${role.name} is deleted.` });
                    onDeleted();
                  },
                })
              }
            >
              Delete role
            </Button>
          </Group>
        </div>
      </Modal>
    </>
  );
}
