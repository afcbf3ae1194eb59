import { Autocomplete, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { ListToolbar } from '@/components/ListToolbar';
import { ActorFilter } from './ActorFilter';
import classes from './Audit.module.css';

export interface AuditSearch {
  action?: string;
  actorId?: string;
  targetId?: string;
  /** Dates of the organization's calendar, both included. */
  from?: string;
  to?: string;
}

interface Props {
  search: AuditSearch;
  /** What the ids in the search are called, as far as the list shows it. */
  names: { actor: string | undefined; target: string | undefined };
  actions: string[];
  mayFindPeople: boolean;
  onChange: (search: AuditSearch) => void;
  onClear: () => void;
}

export function AuditFilters({ search, names, actions, mayFindPeople, onChange, onClear }: Props) {
  const { action, actorId, targetId, from, to } = search;
  return (
    <>
      <ListToolbar filtered={Boolean(action ?? actorId ?? targetId ?? from ?? to)} onClear={onClear}>
        <ActionFilter
          action={action ?? ''}
          actions={actions}
          onChange={(next) => onChange({ action: next })}
        />
        {mayFindPeople && (
          <ActorFilter
            actor={actorId ? { id: actorId, name: names.actor ?? 'Somebody' } : undefined}
            onChange={(next) => onChange({ actorId: next })}
          />
        )}
        <TextInput
          type="date"
          aria-label="From"
          leftSection={<small aria-hidden>From</small>}
          leftSectionWidth={50}
          value={from ?? ''}
          max={to}
          onChange={(event) => onChange({ from: event.currentTarget.value })}
        />
        <TextInput
          type="date"
          aria-label="To"
          leftSection={<small aria-hidden>To</small>}
          leftSectionWidth={34}
          value={to ?? ''}
          min={from}
          onChange={(event) => onChange({ to: event.currentTarget.value })}
        />
      </ListToolbar>
      {((actorId && !mayFindPeople) || targetId) && (
        <p className={classes.only}>
          {actorId && !mayFindPeople && <span>Only by {names.actor ?? 'one actor'}.</span>}{' '}
          {targetId && <span>Only about {names.target ?? 'one thing'}.</span>}
        </p>
      )}
    </>
  );
}

interface ActionProps {
  action: string;
  actions: string[];
  onChange: (action: string) => void;
}

/** Looked for when it is whole: half an action matches nothing. */
function ActionFilter({ action, actions, onChange }: ActionProps) {
  const [text, setText] = useState(action);
  useEffect(() => setText(action), [action]);
  const look = (wanted: string) => wanted.trim() !== action && onChange(wanted.trim());
  return (
    <Autocomplete
      aria-label="Action"
      placeholder="Any action"
      data={actions}
      limit={20}
      clearable
      value={text}
      onChange={setText}
      onOptionSubmit={look}
      onClear={() => look('')}
      onBlur={() => look(text)}
      onKeyDown={(event) => event.key === 'Enter' && look(text)}
    />
  );
}
