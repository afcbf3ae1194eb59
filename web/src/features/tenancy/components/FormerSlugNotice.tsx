import { Box } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { Notice } from '@/components/Notice';

/** What becomes of the short name that is about to be given up. */
export function FormerSlugNotice({ before, after }: { before: string; after: string }) {
  return (
    before !== after && (
      <Box mt="md">
        <Notice tone="warn" icon={<IconAlertTriangle size={16} />} role="status">
          For 30 days <code>{before}</code> still works in the Organization-ID header, and nobody else can
          take it; answers say which name to use instead. After that, programs that still send it are refused.
          Those that send the id need no change.
        </Notice>
      </Box>
    )
  );
}
