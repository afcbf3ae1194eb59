import { Checkbox, TagsInput, TextInput } from '@mantine/core';
import { IconCheck, IconMinus, IconSearch } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef, useState } from 'react';
import { holds } from '@/api/permissions';
import type { Permission } from '@/api/types';
import classes from './PermissionMatrix.module.css';
import { beside, rowsOf } from './permission-rows';

interface Props {
  permissions: Permission[];
  held: string[];
  /** Without it the matrix is for reading. */
  onChange?: (held: string[]) => void;
  /** What the caller may give and take away: their own. */
  mayChange?: (permission: string) => boolean;
  /** What is wrong with a name that was typed. */
  error?: string | undefined;
}

/**
 * What a role holds: resource × action, by module. Only the rows in sight are drawn, so that thousands of permissions
 * scroll like a dozen.
 */
export function PermissionMatrix({ permissions, held, onChange, mayChange = () => true, error }: Props) {
  const [q, setQ] = useState('');
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useMemo(() => rowsOf(permissions, q), [permissions, q]);
  const others = useMemo(() => beside(permissions, held), [permissions, held]);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (rows[index]?.kind === 'module' ? 44 : 36),
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 6,
  });

  function toggle(name: string, on: boolean) {
    const [resource, action] = name.split(':');
    // All actions of a resource take the place of the single ones.
    const rest = held.filter((one) => one !== name && !(action === '*' && one.startsWith(`${resource}:`)));
    onChange?.(on ? [...rest, name] : rest);
  }

  return (
    <>
      <div className={classes.toolbar}>
        <TextInput
          className={classes.search}
          aria-label="Search permission"
          placeholder="Search permission"
          leftSection={<IconSearch size={16} aria-hidden />}
          value={q}
          onChange={(event) => {
            setQ(event.currentTarget.value);
            virtualizer.scrollToOffset(0);
          }}
        />
        {(onChange || others.length > 0) && (
          <TagsInput
            className={classes.others}
            aria-label="Wildcards and single items"
            placeholder={others.length ? undefined : 'Also: *:read, admin, urn:platform:tickets:4711:read'}
            readOnly={!onChange}
            acceptValueOnBlur
            value={others}
            error={error}
            onChange={(next) => onChange?.([...held.filter((name) => !others.includes(name)), ...next])}
          />
        )}
      </div>
      {rows.length === 0 && <p className={classes.none}>No permission is called “{q.trim()}”.</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section ref={scroller} className={classes.scroller} tabIndex={0} aria-label="Permissions">
        <div className={classes.rows} style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map(({ key, index, start }) => {
            const row = rows[index];
            if (!row) return null;
            return (
              <div
                key={key}
                ref={virtualizer.measureElement}
                data-index={index}
                data-testid="permission-row"
                className={classes.row}
                style={{ transform: `translateY(${start}px)` }}
              >
                {row.kind === 'module' ? (
                  <h3 className={classes.module}>{row.module}</h3>
                ) : (
                  <fieldset className={classes.resource} aria-label={row.resource}>
                    <span className={classes.name}>{row.resource}</span>
                    {onChange && (
                      <Cell
                        name={`${row.resource}:*`}
                        label="all"
                        title={`Everything that can be done to ${row.resource}, now and later`}
                        held={held}
                        mayChange={mayChange}
                        onToggle={toggle}
                      />
                    )}
                    {row.permissions.map((permission) =>
                      onChange ? (
                        <Cell
                          key={permission.name}
                          name={permission.name}
                          label={permission.action}
                          title={permission.description}
                          held={held}
                          mayChange={mayChange}
                          onToggle={toggle}
                        />
                      ) : (
                        <Held
                          key={permission.name}
                          permission={permission}
                          has={holds(held, permission.name)}
                        />
                      ),
                    )}
                  </fieldset>
                )}
              </div>
            );
          })}
        </div>
      </section>
    </>
  );
}

interface CellProps {
  name: string;
  label: string;
  title: string;
  held: string[];
  mayChange: (permission: string) => boolean;
  onToggle: (name: string, on: boolean) => void;
}

function Cell({ name, label, title, held, mayChange, onToggle }: CellProps) {
  const own = held.includes(name);
  const implied = !own && holds(held, name);
  return (
    <Checkbox
      size="xs"
      className={classes.cell}
      aria-label={name}
      label={label}
      title={implied ? `${title} (through a wider permission)` : title}
      checked={own || implied}
      disabled={implied || !mayChange(name)}
      onChange={(event) => onToggle(name, event.currentTarget.checked)}
    />
  );
}

function Held({ permission, has }: { permission: Permission; has: boolean }) {
  return (
    <span className={classes.held} data-held={has || undefined} title={permission.description}>
      {has ? <IconCheck size={14} aria-hidden /> : <IconMinus size={14} aria-hidden />}
      {permission.action}
      <span className={classes.said}>{has ? ', held' : ', not held'}</span>
    </span>
  );
}
