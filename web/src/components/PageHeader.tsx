import { IconChevronRight } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import classes from './PageHeader.module.css';

interface Props {
  title: ReactNode;
  description?: ReactNode;
  /** The list this page belongs to. */
  parent?: { label: string; to: string };
  actions?: ReactNode;
}

export function PageHeader({ title, description, parent, actions }: Props) {
  return (
    <header className={classes.root}>
      <div className={classes.text}>
        {parent && (
          <nav aria-label="Breadcrumb" className={classes.parent}>
            <Link to={parent.to}>{parent.label}</Link>
            <IconChevronRight size={13} aria-hidden />
          </nav>
        )}
        <h1 className={classes.title}>{title}</h1>
        {description && <p className={classes.description}>{description}</p>}
      </div>
      {actions && <div className={classes.actions}>{actions}</div>}
    </header>
  );
}
