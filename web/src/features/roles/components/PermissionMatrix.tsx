import { TextInput } from '@mantine/core';
import { IconCheck, IconMinus, IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { holds } from '@/api/permissions';
import type { Permission } from '@/api/types';
import classes from './PermissionMatrix.module.css';

/** What a role holds: resource × action, by module. For reading. */
export function PermissionMatrix({ permissions, held }: { permissions: Permission[]; held: string[] }) {
  const [q, setQ] = useState('');
  const wanted = q.trim().toLowerCase();
  const shown = permissions.filter(
    ({ name, description }) => name.includes(wanted) || description.toLowerCase().includes(wanted),
  );
  const modules = Map.groupBy(shown, (permission) => permission.module);
  return (
    <>
      <div className={classes.toolbar}>
        <TextInput
          className={classes.search}
          aria-label="Search permission"
          placeholder="Search permission"
          leftSection={<IconSearch size={16} aria-hidden />}
          value={q}
          onChange={(event) => setQ(event.currentTarget.value)}
        />
      </div>
      {shown.length === 0 && <p className={classes.none}>No permission is called “{q.trim()}”.</p>}
      {[...modules].map(([module, ofModule]) => (
        <section key={module} className={classes.module} aria-label={module}>
          <h2>{module}</h2>
          <dl>
            {[...Map.groupBy(ofModule, (permission) => permission.resource)].map(([resource, actions]) => (
              <div key={resource} className={classes.resource}>
                <dt>{resource}</dt>
                {actions.map((permission) => {
                  const has = holds(held, permission.name);
                  return (
                    <dd key={permission.name} data-held={has || undefined} title={permission.description}>
                      {has ? <IconCheck size={14} aria-hidden /> : <IconMinus size={14} aria-hidden />}
                      {permission.action}
                      <span className={classes.said}>{has ? ', held' : ', not held'}</span>
                    </dd>
                  );
                })}
              </div>
            ))}
          </dl>
        </section>
      ))}
    </>
  );
}
