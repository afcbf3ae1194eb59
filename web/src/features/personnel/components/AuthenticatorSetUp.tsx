import { TextInput } from '@mantine/core';
import type { GetInputPropsReturnType } from '@mantine/form';
import { CopyButton } from '@/components/CopyButton';
import classes from './AuthenticatorSetUp.module.css';

interface Props {
  /** As the host answers it: the key in Base32, and the same as a QR code (an SVG). */
  sharedKey: string;
  qrCode: string;
  codeProps: GetInputPropsReturnType;
}

/** The two steps of setting up an authenticator app: scan, then type the first code. */
export function AuthenticatorSetUp({ sharedKey, qrCode, codeProps }: Props) {
  const key = sharedKey.replace(/\s/g, '').replace(/(.{4})(?=.)/g, '$1 ');
  return (
    <ol className={classes.steps}>
      <li>
        <p>Scan this with an authenticator app on your phone.</p>
        <img
          className={classes.code}
          src={`data:image/svg+xml;utf8,${encodeURIComponent(qrCode)}`}
          alt="QR code for your authenticator app"
          width={176}
          height={176}
        />
        <p className="dimmed">Or type this key into it:</p>
        <div className={classes.key}>
          <code data-testid="shared-key">{key}</code>
          <CopyButton value={sharedKey} label="Copy key" />
        </div>
      </li>
      <li>
        <TextInput
          label="Code that the app shows"
          autoComplete="one-time-code"
          inputMode="numeric"
          maxLength={7}
          {...codeProps}
        />
      </li>
    </ol>
  );
}
