import { ActionIcon, Button, Group, Modal, TagsInput, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { fieldErrorsOf } from '@/api/problem';
import type { Application, ApplicationResource } from '@/api/types';
import { Card } from '@/components/Card';
import { ErrorNotice } from '@/components/ErrorNotice';
import { usePreviewApplication } from '../api/preview-application';
import { useUpdateApplication } from '../api/update-application';
import classes from './ApplicationEditor.module.css';
import { ApplicationEffect } from './ApplicationEffect';

interface Row extends ApplicationResource {
  key: number;
}

let rows = 0;
const toRow = (resource: ApplicationResource): Row => ({ ...resource, key: ++rows });
const toResources = (edited: Row[]): ApplicationResource[] =>
  edited.map(({ name, actions, description }) => ({
    name: name.trim(),
    actions,
    description: description?.trim() || null,
  }));
const permissionsOf = (resources: ApplicationResource[]) =>
  resources.flatMap(({ name, actions }) => actions.map((action) => `${name}:${action}`));

/** What an application brings. What it brings no more leaves every role and token, so that is shown before saving. */
export function ApplicationEditor({ application }: { application: Application }) {
  const update = useUpdateApplication(application);
  const preview = usePreviewApplication(application.id);
  const [name, setName] = useState(application.name);
  const [edited, setEdited] = useState(() => application.resources.map(toRow));
  const [asked, setAsked] = useState(false);

  const resources = toResources(edited);
  const dirty =
    name.trim() !== application.name ||
    JSON.stringify(resources) !== JSON.stringify(toResources(application.resources.map(toRow)));
  const removes = permissionsOf(application.resources).some(
    (permission) => !permissionsOf(resources).includes(permission),
  );
  const error = preview.error ?? update.error;
  const errors = Object.entries(fieldErrorsOf(error));
  /** Of a field, or of one entry of its list: `resources[0].actions[1]`. */
  const errorOf = (field: string) =>
    errors.find(([key]) => key === field || key.startsWith(`${field}[`))?.[1];

  function change(key: number, fields: Partial<ApplicationResource>) {
    setEdited(edited.map((row) => (row.key === key ? { ...row, ...fields } : row)));
  }

  function undo() {
    setName(application.name);
    setEdited(application.resources.map(toRow));
    update.reset();
    preview.reset();
  }

  function save() {
    update.mutate(
      { name: name.trim(), resources },
      {
        onSuccess: (saved) => {
          setAsked(false);
          setName(saved.name);
          setEdited(saved.resources.map(toRow));
          notifications.show({ message: `${saved.name} is saved.` });
        },
        onError: () => setAsked(false),
      },
    );
  }

  function submit() {
    update.reset();
    preview.reset();
    if (removes) preview.mutate({ resources }, { onSuccess: () => setAsked(true) });
    else save();
  }

  return (
    <Card
      title="What it brings"
      description="Its resources and actions join the permission catalogue of every organization."
      footer={
        dirty && (
          <>
            <Button variant="default" onClick={undo}>
              Undo
            </Button>
            <Button loading={preview.isPending || update.isPending} onClick={submit}>
              {removes ? 'Preview and save' : 'Save application'}
            </Button>
          </>
        )
      }
    >
      <div className="stack">
        <TextInput
          label="Name"
          value={name}
          maxLength={100}
          error={errorOf('name')}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {edited.map((row, at) => (
          <fieldset key={row.key} className={classes.resource} aria-label={row.name || 'New resource'}>
            <TextInput
              label="Resource"
              placeholder="tickets"
              value={row.name}
              error={errorOf(`resources[${at}].name`)}
              onChange={(event) => change(row.key, { name: event.currentTarget.value })}
            />
            <TagsInput
              label="Actions"
              placeholder={row.actions.length ? undefined : 'read, write; Enter adds one'}
              acceptValueOnBlur
              value={row.actions}
              error={errorOf(`resources[${at}].actions`)}
              onChange={(actions) => change(row.key, { actions })}
            />
            <TextInput
              label="What it is"
              placeholder="Work orders of the crew"
              maxLength={200}
              value={row.description ?? ''}
              onChange={(event) => change(row.key, { description: event.currentTarget.value })}
            />
            <ActionIcon
              className={classes.remove}
              variant="subtle"
              color="gray"
              size="lg"
              aria-label={`Remove ${row.name || 'new resource'}`}
              onClick={() => setEdited(edited.filter(({ key }) => key !== row.key))}
            >
              <IconX size={16} />
            </ActionIcon>
          </fieldset>
        ))}
        <div>
          <Button
            variant="default"
            leftSection={<IconPlus size={16} />}
            onClick={() => setEdited([...edited, toRow({ name: '', actions: [], description: null })])}
          >
            Add resource
          </Button>
        </div>
        <ErrorNotice error={error} />
      </div>
      <Modal opened={asked} onClose={() => setAsked(false)} title={`Save ${application.name}?`} size="lg">
        <div className="stack">
          {preview.data && <ApplicationEffect preview={preview.data} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={() => setAsked(false)} data-autofocus>
              Cancel
            </Button>
            <Button className="destructive" loading={update.isPending} onClick={save}>
              Remove and save
            </Button>
          </Group>
        </div>
      </Modal>
    </Card>
  );
}
