import { Link } from '@tanstack/react-router';
import classes from './SavedViews.module.css';

const VIEWS: { name: string; search: Record<string, string> }[] = [
  { name: 'Everyone', search: {} },
  { name: 'Who may generate tokens', search: { permission: 'tokens:generate' } },
  { name: 'Administrators', search: { permission: 'admin' } },
  { name: 'Not joined yet', search: { status: 'invited' } },
];

/** Questions that are asked again and again, each a link with its answer. */
export function SavedViews({ current }: { current: Record<string, string | undefined> }) {
  const { sort: _, ...asked } = current;
  return (
    <nav aria-label="Saved views" className={classes.root}>
      {VIEWS.map(({ name, search }) => (
        <Link
          key={name}
          to="/personnel"
          search={search}
          activeProps={{}}
          aria-current={sameFilters(asked, search) ? 'true' : undefined}
        >
          {name}
        </Link>
      ))}
    </nav>
  );
}

function sameFilters(a: Record<string, string | undefined>, b: Record<string, string | undefined>) {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((key) => a[key] === b[key]);
}
