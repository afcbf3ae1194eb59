/** What a call answers that has ended something on every node. */
export interface Receipt {
  revision: number;
  nodes: { id: string; state: string; milliseconds: number }[];
}

type Node = Receipt['nodes'][number];

export const isFenced = (node: Node): boolean => node.state === 'fenced';

/** What a receipt says, in a sentence or two: that it is over everywhere, and which nodes had to be made to. */
export function describeReceipt(
  { nodes }: Pick<Receipt, 'nodes'>,
  outcome = 'No node accepts it any more',
): string {
  const confirmed = nodes.filter((node) => !isFenced(node));
  const fenced = nodes.length - confirmed.length;
  const parts: string[] = [];
  if (confirmed.length > 0) {
    const slowest = Math.max(...confirmed.map((node) => node.milliseconds));
    parts.push(`${confirmed.length} confirmed within ${formatMilliseconds(slowest)}`);
  }
  if (fenced > 0) {
    parts.push(
      fenced === 1
        ? '1 did not answer and was shut out until it has caught up'
        : `${fenced} did not answer and were shut out until they have caught up`,
    );
  }
  return `${outcome}: ${parts.join('; ')}.`;
}

/** Rounded up, so that nothing took longer than is said. */
export function formatMilliseconds(milliseconds: number): string {
  const whole = Math.max(1, Math.ceil(milliseconds));
  return whole < 1000 ? `${whole} ms` : `${(Math.ceil(whole / 100) / 10).toFixed(1)} s`;
}
