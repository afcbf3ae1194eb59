/** `Riverside Fire Department` → `riverside-fire-department`. */
export function slugFrom(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 50);
}

export function slugProblem(slug: string): string | null {
  return /^[a-z0-9]+(-[a-z0-9]+)*$/.test(slug) ? null : 'Use lower-case letters, digits and single hyphens';
}
