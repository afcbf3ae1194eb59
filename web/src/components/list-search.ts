export type ListSearch<Key extends string> = { [K in Key]?: string };

/** The filters of a list as its URL has them; what nobody asked for is left out. */
export function listSearch<Key extends string>(
  search: Record<string, unknown>,
  keys: readonly Key[],
): ListSearch<Key> {
  const found: ListSearch<Key> = {};
  for (const key of keys) {
    const value = search[key];
    if (value !== undefined && value !== null && value !== '') found[key] = String(value);
  }
  return found;
}
