const KINDS: Record<string, string> = {
  serviceAccount: 'Service account',
  system: 'The host itself',
  anonymous: 'Nobody known',
};

/** `role-assignment` → `Role assignment`. */
export function kindOf(kind: string): string {
  const words = kind.replaceAll('-', ' ');
  return KINDS[kind] ?? words.charAt(0).toUpperCase() + words.slice(1);
}
