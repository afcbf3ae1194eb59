import { Button, Checkbox, Group, Modal, NumberInput, TagsInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { fieldErrorsOf } from '@/api/problem';
import type { Organization, TokenPolicy } from '@/api/types';
import { Card } from '@/components/Card';
import { ErrorNotice } from '@/components/ErrorNotice';
import { Notice } from '@/components/Notice';
import { useApplyTokenPolicy } from '../api/apply-token-policy';
import { useDryRunTokenPolicy } from '../api/dry-run-token-policy';
import classes from './TokenPolicyForm.module.css';

interface Props {
  organization: Organization;
  editable: boolean;
  saving: boolean;
  saveError: unknown;
  onSave: (tokenPolicy: TokenPolicy, saved: () => void) => void;
}

type Values = {
  [Key in keyof TokenPolicy]: null extends TokenPolicy[Key]
    ? Exclude<TokenPolicy[Key], null> | ''
    : TokenPolicy[Key];
};

const NULLABLE = ['serviceTokenMaxLifetimeDays', 'idleRevocationDays', 'defaultRateLimitPerMinute'] as const;

/** The rules for new tokens; a dry run says what they would mean for those there are. */
export function TokenPolicyForm({ organization, editable, saving, saveError, onSave }: Props) {
  const dryRun = useDryRunTokenPolicy();
  const apply = useApplyTokenPolicy();
  const [asked, setAsked] = useState(false);
  const form = useForm<Values>({ initialValues: toValues(organization.tokenPolicy) });
  const policy = () => toPolicy(form.values);
  const breaks = dryRun.data?.breaks ?? [];

  function close() {
    setAsked(false);
    apply.reset();
  }

  return (
    <form
      noValidate
      onSubmit={form.onSubmit(() =>
        dryRun.mutate(policy(), {
          onSuccess: () => setAsked(true),
          onError: (error) => form.setErrors(unprefixed(fieldErrorsOf(error))),
        }),
      )}
    >
      <Card
        title="Token policy"
        description="What new tokens of this organization must keep to."
        footer={
          editable && (
            <Button type="submit" disabled={!form.isDirty()} loading={dryRun.isPending}>
              See what it changes
            </Button>
          )
        }
      >
        <fieldset className="plain" disabled={!editable}>
          <div className="stack">
            <div className="two">
              <NumberInput
                label="People’s tokens live for"
                suffix=" days"
                min={1}
                max={365}
                {...form.getInputProps('userTokenLifetimeDays')}
              />
              <NumberInput
                label="Active tokens of one person"
                min={1}
                max={20}
                {...form.getInputProps('maxActiveUserTokens')}
              />
              <NumberInput
                label="Service tokens live at most"
                suffix=" days"
                placeholder="As long as one likes"
                min={1}
                {...form.getInputProps('serviceTokenMaxLifetimeDays')}
              />
              <NumberInput
                label="Revoke when idle for"
                suffix=" days"
                placeholder="Never"
                min={1}
                {...form.getInputProps('idleRevocationDays')}
              />
              <NumberInput
                label="Longest overlap of a rotation"
                suffix=" hours"
                min={0}
                max={168}
                {...form.getInputProps('maxOverlapHours')}
              />
              <NumberInput
                label="Requests a minute"
                description="For tokens without a limit of their own"
                inputWrapperOrder={['label', 'input', 'description', 'error']}
                placeholder="No limit"
                min={1}
                max={100_000}
                {...form.getInputProps('defaultRateLimitPerMinute')}
              />
            </div>
            <TagsInput
              label="Reminders"
              description="How many days before a token’s end its owner is reminded, such as 90, 30 and 7. None means never."
              placeholder={form.values.reminderDays.length ? undefined : 'No reminder'}
              acceptValueOnBlur
              {...form.getInputProps('reminderDays')}
              value={form.values.reminderDays.map(String)}
              onChange={(days) =>
                form.setFieldValue(
                  'reminderDays',
                  days.map(Number).filter((day) => Number.isInteger(day) && day > 0),
                )
              }
            />
            <TagsInput
              label="Allowed addresses"
              description="Networks that any token of this organization may be used from, such as 192.0.2.0/24. None means anywhere."
              placeholder={form.values.allowedAddresses.length ? undefined : 'Any address'}
              acceptValueOnBlur
              {...form.getInputProps('allowedAddresses')}
            />
            <Checkbox
              label="Allow tokens without expiration"
              {...form.getInputProps('allowNonExpiring', { type: 'checkbox' })}
            />
            <Checkbox
              label="Require a second factor at sign-in"
              description="Whoever has none sets one up at the next sign-in. Sessions without one end at their next request."
              {...form.getInputProps('requireMfa', { type: 'checkbox' })}
            />
            <ErrorNotice error={dryRun.error ?? saveError} />
          </div>
        </fieldset>
      </Card>
      <Modal opened={asked} onClose={close} title="What the new policy means" size="lg">
        <div className="stack">
          {breaks.length === 0 ? (
            <Notice tone="good">Every token there is keeps to it already.</Notice>
          ) : (
            <>
              <span>
                {breaks.length === 1 ? 'One token does' : `${dryRun.data?.total ?? breaks.length} tokens do`}{' '}
                not keep to it. They go on working as they are, unless you cap them too.
              </span>
              <ul className={classes.breaks}>
                {breaks.map(({ token, reasons }) => (
                  <li key={token.id}>
                    <Link to="/tokens/$tokenId" params={{ tokenId: token.id }}>
                      {token.name}
                    </Link>
                    <span className="dimmed">{reasons.join(' ')}</span>
                  </li>
                ))}
              </ul>
            </>
          )}
          {dryRun.data?.warnings.map((warning) => (
            <Notice key={warning} tone="warn">
              {warning}
            </Notice>
          ))}
          <ErrorNotice error={saveError ?? apply.error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            {breaks.length > 0 && (
              <Button
                className="destructive-quiet"
                loading={apply.isPending}
                onClick={() => onSave(policy(), () => apply.mutate(undefined, { onSuccess: done }))}
              >
                Save and cap existing tokens
              </Button>
            )}
            <Button loading={saving} onClick={() => onSave(policy(), done)}>
              Save policy
            </Button>
          </Group>
        </div>
      </Modal>
    </form>
  );

  function done() {
    close();
    form.resetDirty();
    notifications.show({ message: 'The token policy is saved.' });
  }
}

function toValues(policy: TokenPolicy): Values {
  return { ...policy, ...Object.fromEntries(NULLABLE.map((key) => [key, policy[key] ?? ''])) } as Values;
}

function toPolicy(values: Values): TokenPolicy {
  const nulls = NULLABLE.map((key) => [key, values[key] === '' ? null : values[key]]);
  return { ...values, ...Object.fromEntries(nulls) } as TokenPolicy;
}

const unprefixed = (errors: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(errors).map(([field, text]) => [field.replace(/^tokenPolicy\./, ''), text]),
  );
