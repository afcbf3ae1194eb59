import { Button, Code, Text } from '@mantine/core';
import { IconCloudOff, IconRefresh, IconShieldLock } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { messageOf, problemOf } from '@/api/problem';
import { EmptyState } from './EmptyState';

interface Props {
  error: unknown;
  title?: string;
  onRetry?: () => void;
}

export function ErrorState({ error, title = 'This could not be loaded', onRetry }: Props) {
  const { traceId, code, secondFactor } = problemOf(error);
  if (code === 'mfa-required' && secondFactor === 'enrolment') {
    return (
      <div role="alert">
        <EmptyState
          icon={<IconShieldLock />}
          title="A second factor is required here"
          action={
            <Button renderRoot={(props) => <Link {...props} to="/profile" search={{ tab: 'security' }} />}>
              Set up a second factor
            </Button>
          }
        >
          You have none yet: a code from an app on your phone, or a passkey. Set one up under Profile and
          security, then come back.
        </EmptyState>
      </div>
    );
  }
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
