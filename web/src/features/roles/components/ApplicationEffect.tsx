import type { ApplicationPreview } from '@/api/types';
import classes from './RoleEffect.module.css';

const count = (number: number, one: string) => `${number} ${one}${number === 1 ? '' : 's'}`;

/** What would leave the catalogue, and which organizations’ roles and tokens hold it. */
export function ApplicationEffect({ preview }: { preview: ApplicationPreview }) {
  return (
    <div className={classes.root}>
      {preview.removes.length > 0 && (
        <div>
          Leaves the catalogue: <code>{preview.removes.slice(0, 12).join(', ')}</code>
          {preview.removes.length > 12 && ` and ${preview.removes.length - 12} more`}
        </div>
      )}
      {preview.organizationsTotal === 0 ? (
        <p className={classes.none}>No role and no token holds it.</p>
      ) : (
        <section aria-label="Organizations concerned">
          <h3 className={classes.title}>
            {count(preview.rolesTotal, 'role')}, {count(preview.serviceAccountsTotal, 'service account')} and{' '}
            {count(preview.tokensTotal, 'token')} of {count(preview.organizationsTotal, 'organization')} lose
            it
          </h3>
          <ul className={classes.list}>
            {preview.organizations.map((holder) => (
              <li key={holder.id}>
                <strong>{holder.name}</strong>
                <span className={classes.loses}>
                  {count(holder.roles, 'role')}
                  {holder.roleNames.length > 0 && ` (${holder.roleNames.join(', ')})`},{' '}
                  {count(holder.serviceAccounts, 'service account')}, {count(holder.tokens, 'token')}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {preview.applicationTokens > 0 && (
        <div>{count(preview.applicationTokens, 'token')} of the application itself will stop working.</div>
      )}
    </div>
  );
}
