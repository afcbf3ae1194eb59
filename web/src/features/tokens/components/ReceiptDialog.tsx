import type { RevocationReceipt } from '@/api/types';
import { ReceiptDialog as AnyReceiptDialog } from '@/components/ReceiptDialog';
import { When } from '@/components/When';

interface Props {
  /** What was revoked; nothing is shown without a receipt. */
  name: string;
  receipt: RevocationReceipt | undefined;
  onClose: () => void;
}

/** What a revocation answers: that no node accepts the token any more, and how each came to know. */
export function ReceiptDialog({ name, receipt, onClose }: Props) {
  return (
    <AnyReceiptDialog
      title={`${name} is revoked`}
      receipt={receipt}
      facts={({ revokedAt }) => [['Revoked', <When key="at" at={revokedAt} withTime />]]}
      onClose={onClose}
    />
  );
}
