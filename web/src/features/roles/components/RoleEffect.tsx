import type { RolePreview } from '@/api/types';
import classes from './RoleEffect.module.css';

/** Who would gain or lose what, said before anything is saved. */
export function RoleEffect({ preview }: { preview: RolePreview }) {
  const { people, tokens } = preview;
  if (preview.peopleTotal === 0 && preview.tokensTotal === 0) {
    return <p className={classes.none}>Nobody gains or loses anything by this.</p>;
  }
  return (
    <div className={classes.root}>
      <Group
        title={sentence('person', 'people', preview.peopleTotal, preview.peopleLosing, preview.peopleGaining)}
        total={preview.peopleTotal}
        items={people.map((person) => ({ ...person, said: person.name }))}
      />
      <Group
        title={sentence('token', 'tokens', preview.tokensTotal, preview.tokensLosing, preview.tokensGaining)}
        total={preview.tokensTotal}
        items={tokens.map((token) => ({
          ...token,
          said: `${token.name} of ${token.owner.name} (${token.display})`,
        }))}
      />
    </div>
  );
}

interface Item {
  id: string;
  said: string;
  gains: string[];
  loses: string[];
  gainsTotal: number;
  losesTotal: number;
}

function Group({ title, total, items }: { title: string; total: number; items: Item[] }) {
  if (total === 0) return null;
  return (
    <section aria-label={title}>
      <h3 className={classes.title}>{title}</h3>
      <ul className={classes.list}>
        {items.map((item) => (
          <li key={item.id}>
            <strong>{item.said}</strong>
            {item.losesTotal > 0 && (
              <span className={classes.loses}>loses {names(item.loses, item.losesTotal)}</span>
            )}
            {item.gainsTotal > 0 && (
              <span className={classes.gains}>gains {names(item.gains, item.gainsTotal)}</span>
            )}
          </li>
        ))}
      </ul>
      {total > items.length && <p className={classes.none}>and {total - items.length} more</p>}
    </section>
  );
}

const SHOWN = 8;

function names(list: string[], total: number): string {
  const shown = list.slice(0, SHOWN).join(', ');
  return total > SHOWN ? `${shown} and ${total - SHOWN} more` : shown;
}

function sentence(one: string, many: string, total: number, losing: number, gaining: number): string {
  const parts = [losing > 0 && `${losing} lose`, gaining > 0 && `${gaining} gain`].filter(Boolean);
  return `${total} ${total === 1 ? one : many}: ${parts.join(', ')}`;
}
