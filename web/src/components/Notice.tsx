import type { ReactNode } from 'react';
import classes from './Notice.module.css';

interface Props {
  tone: 'warn' | 'bad' | 'good' | 'quiet';
  icon?: ReactNode;
  role?: 'alert' | 'status';
  children: ReactNode;
}

export function Notice({ tone, icon, role, children }: Props) {
  return (
    <div className={classes.root} data-tone={tone} role={role}>
      {icon && <span className={classes.icon}>{icon}</span>}
      <div className={classes.text}>{children}</div>
    </div>
  );
}
