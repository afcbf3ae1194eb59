import { type ReactNode, useId } from 'react';
import classes from './Card.module.css';

interface Props {
  title?: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
  footer?: ReactNode;
  /** Without padding, for a table or a list that draws its own. */
  flush?: boolean;
  children?: ReactNode;
}

export function Card({ title, description, actions, footer, flush = false, children }: Props) {
  const titleId = useId();
  return (
    <section className={classes.root} aria-labelledby={title ? titleId : undefined}>
      {title && (
        <header className={classes.header}>
          <div>
            <h2 id={titleId} className={classes.title}>
              {title}
            </h2>
            {description && <p className={classes.description}>{description}</p>}
          </div>
          {actions}
        </header>
      )}
      {children && <div className={flush ? classes.flush : classes.body}>{children}</div>}
      {footer && <footer className={classes.footer}>{footer}</footer>}
    </section>
  );
}
