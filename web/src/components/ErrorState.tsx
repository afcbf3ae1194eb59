import { Button, Code, Text } from '@mantine/core';
import { IconCloudOff, IconRefresh } from '@tabler/icons-react';
import { messageOf, problemOf } from '@/api/problem';
import { EmptyState } from './EmptyState';

interface Props {
  error: unknown;
  title?: string;
  onRetry?: () => void;
}

export function ErrorState({ error, title = 'This could not be loaded', onRetry }: Props) {
  const { traceId } = problemOf(error);
  return (
    <div role="alert">
      <EmptyState
        icon={<IconCloudOff />}
        title={title}
        action={
          onRetry && (
            <Button variant="default" leftSection={<IconRefresh size={16} />} onClick={onRetry}>
              Try again
            </Button>
          )
        }
      >
        {messageOf(error)}
        {traceId && (
          <Text component="span" display="block" size="xs" mt={6}>
            Trace id <Code>{traceId}</Code>
          </Text>
        )}
      </EmptyState>
    </div>
  );
}
