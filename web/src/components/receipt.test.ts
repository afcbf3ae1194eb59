import { describe, expect, it } from 'vitest';
import { describeReceipt, formatMilliseconds } from './receipt';

const node = (state: 'acknowledged' | 'fenced', milliseconds: number) => ({
  id: `${state}-${milliseconds}`,
  state,
  milliseconds,
});

describe('describeReceipt', () => {
  it.each([
    ['one node', [node('acknowledged', 0.031)], 'No node accepts it any more: 1 confirmed within 1 ms.'],
    [
      'several nodes, by the slowest',
      [node('acknowledged', 3.2), node('acknowledged', 11.4), node('acknowledged', 0.1)],
      'No node accepts it any more: 3 confirmed within 12 ms.',
    ],
    [
      'a node that was fenced, whose time is no confirmation',
      [node('acknowledged', 3), node('acknowledged', 4), node('fenced', 1200)],
      'No node accepts it any more: 2 confirmed within 4 ms; 1 did not answer and was shut out until it has caught up.',
    ],
    [
      'several that were fenced',
      [node('fenced', 1200), node('acknowledged', 4), node('fenced', 1201)],
      'No node accepts it any more: 1 confirmed within 4 ms; 2 did not answer and were shut out until they have caught up.',
    ],
    [
      'none that confirmed',
      [node('fenced', 1200)],
      'No node accepts it any more: 1 did not answer and was shut out until it has caught up.',
    ],
  ])('%s', (_, nodes, said) => {
    expect(describeReceipt({ nodes })).toBe(said);
  });
});

describe('formatMilliseconds', () => {
  it.each([
    [0, '1 ms'],
    [998.2, '999 ms'],
    [999.5, '1.0 s'],
    [1201, '1.3 s'],
  ])('%d is %s', (milliseconds, said) => {
    expect(formatMilliseconds(milliseconds)).toBe(said);
  });
});
