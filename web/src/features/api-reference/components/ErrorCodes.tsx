import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { ErrorState } from '@/components/ErrorState';
import { apiDocument } from '../document';
import classes from './ErrorCodes.module.css';

/** Each code with its cause and cure; the `type` of a problem leads to its own. */
export function ErrorCodes() {
  const { data, error, refetch } = useQuery(apiDocument);
  useEffect(() => {
    if (data) document.getElementById(window.location.hash.slice(1))?.scrollIntoView();
  }, [data]);
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton height={600} />;
  return data['x-error-codes'].map(({ code, status, title, cause, cure }) => (
    <section key={code} id={code} className={classes.code} aria-labelledby={`${code}-title`}>
      <h2 id={`${code}-title`} className={classes.title}>
        <a href={`#${code}`}>
          <code>{code}</code>
        </a>{' '}
        <span className={classes.status}>
          {status} · {title}
        </span>
      </h2>
      <p>{cause}</p>
      <p>
        <strong>What to do:</strong> {cure}
      </p>
    </section>
  ));
}
