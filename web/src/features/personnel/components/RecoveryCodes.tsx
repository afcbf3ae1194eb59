import { Button, Group } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { CopyButton } from '@/components/CopyButton';
import { Notice } from '@/components/Notice';
import classes from './RecoveryCodes.module.css';

/** Shows the codes the one time they can be seen. */
export function RecoveryCodes({ codes, onStored }: { codes: readonly string[]; onStored: () => void }) {
  return (
    <div className="stack">
      <p className={classes.text}>
        Each of these lets you in once without your phone. Keep them where you keep passwords.
      </p>
      <ul className={classes.codes} data-testid="recovery-codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <Notice tone="warn" icon={<IconAlertTriangle size={16} />}>
        This is the only time the codes are shown. Earlier ones no longer work.
      </Notice>
      <Group justify="flex-end" gap="xs">
        <CopyButton value={codes.join('\n')} label="Copy codes" withLabel />
        <Button variant="default" onClick={onStored}>
          I have stored them
        </Button>
      </Group>
    </div>
  );
}
