import { Checkbox, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useId, useState } from 'react';
import type { Permission } from '@/api/types';
import classes from './ScopePicker.module.css';

interface Props {
  label: string;
  description?: string;
  /** What may be chosen; the rest of the catalogue is left out. */
  permissions: Permission[];
  value: string[];
  onChange: (value: string[]) => void;
  error?: React.ReactNode;
}

/** Scopes as a searchable tree: module, resource, action. */
export function ScopePicker({ label, description, permissions, value, onChange, error }: Props) {
  const [q, setQ] = useState('');
  const labelId = useId();
  const wanted = q.trim().toLowerCase();
  const shown = permissions.filter(
    ({ name, description }) => name.includes(wanted) || description.toLowerCase().includes(wanted),
  );
  const modules = Map.groupBy(shown, (permission) => permission.module);

  function toggle(names: string[], on: boolean) {
    onChange(on ? [...new Set([...value, ...names])] : value.filter((name) => !names.includes(name)));
  }

  return (
    <fieldset className={classes.root} aria-labelledby={labelId} data-error={error ? true : undefined}>
      <div className={classes.head}>
        <div>
          <span id={labelId} className={classes.label}>
            {label}
          </span>
          {description && <p className={classes.description}>{description}</p>}
        </div>
        <span className={classes.count} role="status">
          {value.length} chosen
        </span>
      </div>
      <div className={classes.box}>
        <TextInput
          variant="unstyled"
          className={classes.search}
          aria-label="Search permission"
          placeholder="Search permission"
          leftSection={<IconSearch size={15} aria-hidden />}
          value={q}
          onChange={(event) => setQ(event.currentTarget.value)}
        />
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
        <section className={classes.tree} tabIndex={0} aria-label={label}>
          {shown.length === 0 && <p className={classes.none}>No permission is called “{q.trim()}”.</p>}
          {[...modules].map(([module, ofModule]) => {
            const names = ofModule.map((permission) => permission.name);
            const on = names.filter((name) => value.includes(name)).length;
            return (
              <div key={module} className={classes.module}>
                <Checkbox
                  size="xs"
                  className={classes.moduleName}
                  label={module}
                  checked={on === names.length}
                  indeterminate={on > 0 && on < names.length}
                  onChange={(event) => toggle(names, event.currentTarget.checked)}
                />
                <div className={classes.permissions}>
                  {ofModule.map((permission) => (
                    <Checkbox
                      key={permission.name}
                      size="xs"
                      label={<code>{permission.name}</code>}
                      title={permission.description}
                      checked={value.includes(permission.name)}
                      onChange={(event) => toggle([permission.name], event.currentTarget.checked)}
                    />
                  ))}
                </div>
              </div>
            );
          })}
        </section>
      </div>
      {error && (
        <p className={classes.error} role="alert">
          {error}
        </p>
      )}
    </fieldset>
  );
}
