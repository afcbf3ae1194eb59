import { Button, Group, Modal } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { CopyButton } from './CopyButton';
import { Facts } from './Facts';
import { Notice } from './Notice';
import classes from './Receipt.module.css';
import { describeReceipt, formatMilliseconds, isFenced, type Receipt } from './receipt';

interface Props<T extends Receipt> {
  /** “Dispatch production is revoked”. */
  title: string;
  /** Nothing is shown without one. */
  receipt: T | undefined;
  /** What is so on every node now, where it is not that no node accepts it. */
  outcome?: string;
  /** What the receipt says besides. */
  facts: (receipt: T) => [label: string, value: ReactNode][];
  onClose: () => void;
}

/** What a call answers that has ended something: that it is so on every node, and how each came to know. */
export function ReceiptDialog<T extends Receipt>({ title, receipt, outcome, facts, onClose }: Props<T>) {
  return (
    <Modal opened={receipt !== undefined} onClose={onClose} title={receipt ? title : ''} size="md">
      {receipt && <Contents receipt={receipt} outcome={outcome} facts={facts(receipt)} />}
      <Group justify="flex-end" mt="md">
        <Button onClick={onClose} data-autofocus>
          Done
        </Button>
      </Group>
    </Modal>
  );
}

function Contents({
  receipt,
  outcome,
  facts,
}: {
  receipt: Receipt;
  outcome: string | undefined;
  facts: [label: string, value: ReactNode][];
}) {
  const all = !receipt.nodes.some(isFenced);
  return (
    <div className="stack">
      <Notice
        tone={all ? 'good' : 'warn'}
        icon={all ? <IconCircleCheck size={16} /> : <IconAlertTriangle size={16} />}
        role="status"
      >
        {describeReceipt(receipt, outcome)}
      </Notice>
      <Facts items={[...facts, ['Revision', receipt.revision]]} />
      <table className={classes.nodes}>
        <thead>
          <tr>
            <th scope="col">Node</th>
            <th scope="col">Answer</th>
            <th scope="col">Within</th>
          </tr>
        </thead>
        <tbody>
          {receipt.nodes.map((node) => (
            <tr key={node.id}>
              <td>{node.id}</td>
              <td>{isFenced(node) ? 'Shut out' : 'Confirmed'}</td>
              <td>{formatMilliseconds(node.milliseconds)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <div>
        <CopyButton value={JSON.stringify(receipt, null, 2)} label="Copy receipt" withLabel />
      </div>
    </div>
  );
}
