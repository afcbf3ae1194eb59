import { Button, Group, Modal } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import type { RevocationReceipt } from '@/api/types';
import { CopyButton } from '@/components/CopyButton';
import { Facts } from '@/components/Facts';
import { Notice } from '@/components/Notice';
import { When } from '@/components/When';
import classes from './ReceiptDialog.module.css';
import { describeReceipt, formatMilliseconds, isFenced } from './receipt';

interface Props {
  /** What was revoked; nothing is shown without a receipt. */
  name: string;
  receipt: RevocationReceipt | undefined;
  onClose: () => void;
}

/** What a revocation answers: that no node accepts the token any more, and how each came to know. */
export function ReceiptDialog({ name, receipt, onClose }: Props) {
  return (
    <Modal
      opened={receipt !== undefined}
      onClose={onClose}
      title={receipt ? `${name} is revoked` : ''}
      size="md"
    >
      {receipt && <Receipt receipt={receipt} />}
      <Group justify="flex-end" mt="md">
        <Button onClick={onClose} data-autofocus>
          Done
        </Button>
      </Group>
    </Modal>
  );
}

function Receipt({ receipt }: { receipt: RevocationReceipt }) {
  const all = !receipt.nodes.some(isFenced);
  return (
    <div className="stack">
      <Notice
        tone={all ? 'good' : 'warn'}
        icon={all ? <IconCircleCheck size={16} /> : <IconAlertTriangle size={16} />}
        role="status"
      >
        {describeReceipt(receipt)}
      </Notice>
      <Facts
        items={[
          ['Revoked', <When key="at" at={receipt.revokedAt} withTime />],
          ['Revision', receipt.revision],
        ]}
      />
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
