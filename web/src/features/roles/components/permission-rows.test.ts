import { expect, it } from 'vitest';
import type { Permission } from '@/api/types';
import { beside, rowsOf } from './permission-rows';

const permission = (name: string, module: string, description = name): Permission => ({
  name,
  urn: '',
  resource: name.split(':')[0] ?? '',
  action: name.split(':')[1] ?? '',
  description,
  module,
  applicationId: null,
});
const ALL = [
  permission('people:read', 'Personnel', 'See the people'),
  permission('people:write', 'Personnel'),
  permission('tickets:read', 'Ticketing'),
];

it('has a row for each resource under its module', () => {
  expect(rowsOf(ALL, '').map(({ key }) => key)).toEqual([
    'module Personnel',
    'Personnel people',
    'module Ticketing',
    'Ticketing tickets',
  ]);
});

it('searches name, description and module in any case', () => {
  expect(rowsOf(ALL, 'SEE THE')).toHaveLength(2);
  expect(rowsOf(ALL, 'ticketING').at(-1)).toMatchObject({ resource: 'tickets' });
  expect(rowsOf(ALL, 'people:write').at(-1)).toMatchObject({ permissions: [{ name: 'people:write' }] });
  expect(rowsOf(ALL, 'nothing')).toEqual([]);
});

it('knows what stands in no cell', () => {
  const held = ['people:read', 'tickets:*', '*:read', 'admin', 'urn:platform:tickets:4711:read'];
  expect(beside(ALL, held)).toEqual(['*:read', 'admin', 'urn:platform:tickets:4711:read']);
});
