import { Button, Group, Modal, Textarea, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { fieldErrorsOf } from '@/api/problem';
import type { Permission, Role } from '@/api/types';
import { Card } from '@/components/Card';
import { ErrorNotice } from '@/components/ErrorNotice';
import { usePreviewRole } from '../api/preview-role';
import { useUpdateRole } from '../api/update-role';
import { PermissionMatrix } from './PermissionMatrix';
import classes from './RoleEditor.module.css';
import { RoleEffect } from './RoleEffect';

interface Props {
  role: Role;
  permissions: Permission[];
  /** What the caller holds, and so may give and take away. */
  mayChange: (permission: string) => boolean;
}

const same = (a: string[], b: string[]) => [...a].sort().join() === [...b].sort().join();

/** A role of the organization’s own. Other permissions are saved once their effect has been seen. */
export function RoleEditor({ role, permissions, mayChange }: Props) {
  const update = useUpdateRole(role);
  const preview = usePreviewRole(role.id);
  const [name, setName] = useState(role.name);
  const [description, setDescription] = useState(role.description);
  const [held, setHeld] = useState(role.permissions);
  const [asked, setAsked] = useState(false);

  const changed = !same(held, role.permissions);
  const dirty = changed || name.trim() !== role.name || description.trim() !== role.description;
  const error = preview.error ?? update.error;
  const errors = fieldErrorsOf(error);

  function undo() {
    setName(role.name);
    setDescription(role.description);
    setHeld(role.permissions);
    update.reset();
    preview.reset();
  }

  function save() {
    update.mutate(
      {
        name: name.trim(),
        description: description.trim(),
        ...(changed && { permissions: held }),
      },
      {
        onSuccess: (saved) => {
          setAsked(false);
          setHeld(saved.permissions);
          setName(saved.name);
          setDescription(saved.description);
          notifications.show({ message: `${saved.name} is saved. It is in force already.` });
        },
        onError: () => setAsked(false),
      },
    );
  }

  function submit() {
    update.reset();
    preview.reset();
    if (changed) preview.mutate({ permissions: held }, { onSuccess: () => setAsked(true) });
    else save();
  }

  return (
    <Card
      title="What it is and permits"
      description="You can give and take away what you hold yourself."
      flush
      footer={
        dirty && (
          <>
            <span className={classes.unsaved} role="status">
              Not saved yet
            </span>
            <Button variant="default" onClick={undo}>
              Undo
            </Button>
            <Button loading={preview.isPending || update.isPending} onClick={submit}>
              {changed ? 'Preview and save' : 'Save role'}
            </Button>
          </>
        )
      }
    >
      <div className={classes.words}>
        <TextInput
          label="Name"
          value={name}
          maxLength={100}
          error={errors.name ?? (name.trim() ? undefined : 'Enter a name')}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Textarea
          label="Description"
          value={description}
          maxLength={400}
          rows={1}
          error={errors.description}
          onChange={(event) => setDescription(event.currentTarget.value)}
        />
        <ErrorNotice error={error} />
      </div>
      <PermissionMatrix
        permissions={permissions}
        held={held}
        onChange={setHeld}
        mayChange={mayChange}
        error={errors.permissions}
      />
      <Modal opened={asked} onClose={() => setAsked(false)} title={`Save ${role.name}?`} size="lg">
        <div className="stack">
          {preview.data && <RoleEffect preview={preview.data} />}
          <p className={classes.note}>It is in force on the next request of everybody concerned.</p>
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={() => setAsked(false)} data-autofocus>
              Cancel
            </Button>
            <Button loading={update.isPending} onClick={save}>
              Save role
            </Button>
          </Group>
        </div>
      </Modal>
    </Card>
  );
}
