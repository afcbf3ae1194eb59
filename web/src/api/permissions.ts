/**
 * Whether what a person holds covers a permission. For showing and hiding only: the host decides on every call.
 * `admin` holds everything, `resource:*` every action of a resource, `*:action` that action on every resource.
 */
export function holds(held: readonly string[], wanted: string): boolean {
  const [resource, action] = wanted.split(':');
  return held.map(shortForm).some((permission) => {
    if (permission === 'admin') return true;
    // One item of a resource is not the resource.
    if (permission === undefined) return false;
    const [heldResource, heldAction] = permission.split(':');
    return (
      (heldResource === '*' || heldResource === resource) && (heldAction === '*' || heldAction === action)
    );
  });
}

/** `urn:platform:tickets:*:read` → `tickets:read`; `users` is an alias of `people`; one item has no short form. */
function shortForm(permission: string): string | undefined {
  const parts = permission.split(':');
  if (parts[0] === 'urn' && parts[3] !== '*') return undefined;
  const short = parts[0] === 'urn' ? `${parts[2]}:${parts[4]}` : permission;
  return short.startsWith('users:') ? `people:${short.slice('users:'.length)}` : short;
}
