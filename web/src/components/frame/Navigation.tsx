import { Tooltip } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import classes from './Navigation.module.css';
import type { NavigationGroup } from './navigation';

interface Props {
  groups: NavigationGroup[];
  collapsed?: boolean;
  onNavigate?: () => void;
}

export function Navigation({ groups, collapsed = false, onNavigate }: Props) {
  return (
    <nav aria-label="Main" className={classes.root} data-collapsed={collapsed || undefined}>
      {groups.map((group) => (
        <div key={group.label ?? 'start'} className={classes.group}>
          {group.label && <p className={classes.label}>{group.label}</p>}
          {group.items.map((item) => (
            <Tooltip key={item.to} label={item.label} position="right" disabled={!collapsed}>
              <Link
                to={item.to}
                className={classes.item}
                activeOptions={{ exact: item.to === '/' }}
                onClick={onNavigate}
                aria-label={collapsed ? item.label : undefined}
              >
                <item.icon size={18} stroke={1.7} aria-hidden />
                <span className={classes.text}>{item.label}</span>
              </Link>
            </Tooltip>
          ))}
        </div>
      ))}
    </nav>
  );
}
