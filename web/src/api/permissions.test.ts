import { expect, it } from 'vitest';
import { holds } from './permissions';

it.each([
  [['admin'], 'tokens:write', true],
  [['tokens:read'], 'tokens:read', true],
  [['tokens:read'], 'tokens:write', false],
  [['tokens:write'], 'tokens:read', false],
  [['tokens:*'], 'tokens:generate', true],
  [['*:read'], 'people:read', true],
  [['*:read'], 'people:write', false],
  [['users:read'], 'people:read', true],
  [['urn:platform:people:*:write'], 'people:write', true],
  [['urn:platform:people:4711:read'], 'people:read', false],
  [['admin'], 'tokens:*', true],
  [['tokens:*'], 'tokens:*', true],
  [['*:read'], 'tokens:*', false],
  [[], 'people:read', false],
])('%j covers %s: %s', (held, wanted, expected) => {
  expect(holds(held, wanted)).toBe(expected);
});
