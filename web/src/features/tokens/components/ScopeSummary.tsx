import { Tooltip } from '@mantine/core';

/** The first scopes by name and how many more there are; all of them on hover. */
export function ScopeSummary({ scopes }: { scopes: string[] | null }) {
  if (!scopes) return <span className="dimmed">All its owner may do</span>;
  if (scopes.length <= 2) return <span>{scopes.join(', ')}</span>;
  return (
    <Tooltip label={scopes.join(', ')} multiline maw={320}>
      <span>
        {scopes[0]} <span className="dimmed">and {scopes.length - 1} more</span>
      </span>
    </Tooltip>
  );
}
