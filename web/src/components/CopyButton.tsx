import { ActionIcon, Button, Tooltip, VisuallyHidden } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy } from '@tabler/icons-react';

interface Props {
  value: string;
  /** What is copied, as the button's name: “Copy token”. */
  label: string;
  withLabel?: boolean;
}

export function CopyButton({ value, label, withLabel = false }: Props) {
  const { copy, copied } = useClipboard({ timeout: 2000 });
  const icon = copied ? <IconCheck size={16} /> : <IconCopy size={16} />;
  return (
    <>
      {withLabel ? (
        <Button leftSection={icon} onClick={() => copy(value)}>
          {copied ? 'Copied' : label}
        </Button>
      ) : (
        <Tooltip label={copied ? 'Copied' : label}>
          <ActionIcon variant="subtle" color="gray" aria-label={label} onClick={() => copy(value)}>
            {icon}
          </ActionIcon>
        </Tooltip>
      )}
      <VisuallyHidden role="status">{copied ? 'Copied' : ''}</VisuallyHidden>
    </>
  );
}
