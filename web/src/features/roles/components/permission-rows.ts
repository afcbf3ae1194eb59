import type { Permission } from '@/api/types';

export type PermissionRow =
  | { kind: 'module'; key: string; module: string }
  | { kind: 'resource'; key: string; resource: string; permissions: Permission[] };

/** The matrix from top to bottom: each module, and under it a row for each of its resources. */
export function rowsOf(permissions: Permission[], search: string): PermissionRow[] {
  const wanted = search.trim().toLowerCase();
  const shown = permissions.filter(({ name, description, module }) =>
    [name, description, module].some((text) => text.toLowerCase().includes(wanted)),
  );
  return [...by(shown, 'module')].flatMap(([module, ofModule]) => [
    { kind: 'module' as const, key: `module ${module}`, module },
    ...[...by(ofModule, 'resource')].map(([resource, ofResource]) => ({
      kind: 'resource' as const,
      key: `${module} ${resource}`,
      resource,
      permissions: ofResource,
    })),
  ]);
}

function by(permissions: Permission[], field: 'module' | 'resource'): Map<string, Permission[]> {
  const groups = new Map<string, Permission[]>();
  for (const permission of permissions) {
    const group = groups.get(permission[field]);
    if (group) group.push(permission);
    else groups.set(permission[field], [permission]);
  }
  return groups;
}

/** What a role holds beside the cells of the matrix: `admin`, `*:read`, scopes for one item. */
export function beside(permissions: Permission[], held: string[]): string[] {
  const cells = new Set(permissions.flatMap(({ name, resource }) => [name, `${resource}:*`]));
  return held.filter((name) => !cells.has(name));
}
