import { Link } from '@tanstack/react-router';
import classes from './SavedViews.module.css';

const VIEWS: { name: string; search: Record<string, string> }[] = [
  { name: 'Everyone', search: {} },
  { name: 'Who may generate tokens', search: { permission: 'tokens:generate' } },
  { name: 'Administrators', search: { permission: 'admin' } },
  { name: 'Not joined yet', search: { status: 'invited' } },
];

/** Questions that are asked again and again, each a link with its answer; the order of the list stays. */
export function SavedViews({ sort }: { sort: string | undefined }) {
  return (
    <nav aria-label="Saved views" className={classes.root}>
      {VIEWS.map(({ name, search }) => (
        <Link
          key={name}
          to="/personnel"
          search={{ ...search, ...(sort ? { sort } : {}) }}
          activeOptions={{ exact: true, includeSearch: true }}
        >
          {name}
        </Link>
      ))}
    </nav>
  );
}
