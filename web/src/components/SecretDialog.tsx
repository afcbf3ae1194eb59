import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { CopyButton } from './CopyButton';
import { Notice } from './Notice';
import classes from './SecretDialog.module.css';

interface Props {
  /** Undefined closes the dialog; the caller forgets the secret in `onStored`. */
  secret: string | undefined;
  title: string;
  /** What it is, as the copy button names it. */
  what?: 'token' | 'secret';
  children?: ReactNode;
  onStored: () => void;
}

/** Shows a secret the one time it can be seen. It closes by its button only, so that no stray key or click loses it. */
export function SecretDialog({ secret, title, what = 'token', children, onStored }: Props) {
  return (
    <Modal
      opened={secret !== undefined}
      onClose={() => {}}
      title={title}
      size="lg"
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
    >
      <Stack gap="md">
        {children && (
          <Text size="md" c="dimmed">
            {children}
          </Text>
        )}
        <div className={classes.secret}>
          <code className={classes.value} data-testid="secret">
            {secret}
          </code>
          <CopyButton value={secret ?? ''} label={`Copy ${what}`} withLabel />
        </div>
        <Notice tone="warn" icon={<IconAlertTriangle size={16} />}>
          This is the only time the {what} is shown.{' '}
          {what === 'token'
            ? 'Only a hash of it is kept: nobody can look it up for you later.'
            : 'If it gets lost, rotate it.'}
        </Notice>
        <Group justify="flex-end">
          <Button variant="default" onClick={onStored}>
            I have stored it
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
