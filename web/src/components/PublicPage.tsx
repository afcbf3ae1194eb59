import { type ReactNode, useEffect } from 'react';
import { Logo } from './Logo';
import classes from './PublicPage.module.css';

interface Props {
  title: string;
  description?: ReactNode;
  wide?: boolean;
  children: ReactNode;
  below?: ReactNode;
}

/** A page for people who are not signed in: one card, nothing else to click. */
export function PublicPage({ title, description, wide = false, children, below }: Props) {
  useEffect(() => {
    document.title = `${title} · Platform`;
  }, [title]);
  return (
    <main className={classes.root}>
      <div className={wide ? classes.wide : classes.narrow}>
        <div className={classes.brand}>
          <Logo />
          <span>Platform</span>
        </div>
        <div className={classes.card}>
          <h1 className={classes.title}>{title}</h1>
          {description && <p className={classes.description}>{description}</p>}
          {children}
        </div>
        {below && <div className={classes.below}>{below}</div>}
      </div>
    </main>
  );
}
