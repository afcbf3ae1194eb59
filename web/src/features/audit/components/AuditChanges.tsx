import classes from './Audit.module.css';

/** `tokenPolicy.maxOverlapHours` → `Token policy, max overlap hours`. */
function words(name: string): string {
  const text = name
    .replaceAll('.', ', ')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase();
  return text.charAt(0).toUpperCase() + text.slice(1);
}

type Change = { before?: unknown; after?: unknown };

const isChange = (value: unknown): value is Change =>
  typeof value === 'object' && value !== null && ('before' in value || 'after' in value);

/** What a property was and what it became; of lists, what left and what came. */
export function AuditChanges({ changes }: { changes: unknown }) {
  const rows = Object.entries((changes ?? {}) as Record<string, unknown>);
  if (rows.length === 0) return <p className="plain-text dimmed">This action changed no field.</p>;
  return (
    <table className={classes.changes} aria-label="Changes">
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col">Before</th>
          <th scope="col">After</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, value]) => {
          const { before, after } = isChange(value) ? value : { before: null, after: value };
          return (
            <tr key={name}>
              <th scope="row">{words(name)}</th>
              <td data-label="Before">
                <Value value={before} other={after} gone />
              </td>
              <td data-label="After">
                <Value value={after} other={before} />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Value({ value, other, gone = false }: { value: unknown; other: unknown; gone?: boolean }) {
  if (value === null || value === undefined || value === '') return <span className="dimmed">—</span>;
  const Mark = gone ? 'del' : 'ins';
  if (!Array.isArray(value)) return <Mark>{shown(value)}</Mark>;
  if (value.length === 0) return <span className="dimmed">None</span>;
  const others = Array.isArray(other) ? other.map(shown) : [];
  return (
    <ul>
      {value.map(shown).map((item) => (
        <li key={item}>{others.includes(item) ? item : <Mark>{item}</Mark>}</li>
      ))}
    </ul>
  );
}

function shown(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
