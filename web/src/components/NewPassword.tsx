import { PasswordInput, type PasswordInputProps } from '@mantine/core';

export const LEAST_LENGTH = 12;

export function passwordProblem(password: string): string | null {
  return password.length >= LEAST_LENGTH ? null : `Use at least ${LEAST_LENGTH} characters`;
}

export function NewPassword(props: PasswordInputProps) {
  return (
    <PasswordInput
      label="Password"
      description={`At least ${LEAST_LENGTH} characters. A sentence is easier to remember than a word with symbols.`}
      autoComplete="new-password"
      visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
      {...props}
    />
  );
}
