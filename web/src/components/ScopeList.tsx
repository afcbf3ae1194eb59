import classes from './ScopeList.module.css';

export function ScopeList({ scopes }: { scopes: string[] }) {
  return (
    <ul className={classes.root}>
      {scopes.map((scope) => (
        <li key={scope}>
          <code>{scope}</code>
        </li>
      ))}
    </ul>
  );
}
