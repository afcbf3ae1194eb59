import { Button, Checkbox } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { useOrganizationId } from '@/api/use-session';
import { ErrorNotice } from '@/components/ErrorNotice';
import { listWebhookEvents } from '../api/list-webhook-events';
import classes from './EventPicker.module.css';

interface Props {
  value: string[];
  onChange: (value: string[]) => void;
  error?: React.ReactNode;
}

/** The events that a webhook is told of. */
export function EventPicker({ value, onChange, error }: Props) {
  const query = useQuery(listWebhookEvents(useOrganizationId()));
  const labelId = useId();
  const known = query.data ?? [];
  const all = known.length > 0 && known.every(({ name }) => value.includes(name));
  return (
    <fieldset className={classes.root} aria-labelledby={labelId}>
      <div className={classes.head}>
        <span id={labelId} className={classes.label}>
          Events
        </span>
        <Button
          variant="subtle"
          size="compact-sm"
          onClick={() => onChange(all ? [] : known.map(({ name }) => name))}
        >
          {all ? 'None of them' : 'All of them'}
        </Button>
      </div>
      <ErrorNotice error={query.error} />
      <div className={classes.list}>
        {known.map(({ name, description }) => (
          <Checkbox
            key={name}
            label={<code>{name}</code>}
            description={description}
            checked={value.includes(name)}
            onChange={({ currentTarget }) =>
              onChange(currentTarget.checked ? [...value, name] : value.filter((other) => other !== name))
            }
          />
        ))}
      </div>
      {error && (
        <p className={classes.error} role="alert">
          {error}
        </p>
      )}
    </fieldset>
  );
}
