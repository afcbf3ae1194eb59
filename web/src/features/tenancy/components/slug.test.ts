import { expect, it } from 'vitest';
import { slugFrom, slugProblem } from './slug';

it.each([
  ['Riverside Fire Department', 'riverside-fire-department'],
  ['  São Paulo – EMS!  ', 'sao-paulo-ems'],
  ['***', ''],
])('%s becomes %s', (name, slug) => {
  expect(slugFrom(name)).toBe(slug);
});

it('refuses what the server would refuse', () => {
  expect(slugProblem('riverside-2')).toBeNull();
  expect(slugProblem('-riverside')).not.toBeNull();
  expect(slugProblem('River Side')).not.toBeNull();
});
