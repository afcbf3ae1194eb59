import { Button, Group, Modal, Select, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { session } from '@/api/client';
import { fieldErrorsOf } from '@/api/problem';
import { ErrorNotice } from '@/components/ErrorNotice';
import { Notice } from '@/components/Notice';
import { useOpenSupportEntry } from '../api/open-support-entry';

const LENGTHS = [
  { value: '15', label: '15 minutes' },
  { value: '60', label: 'An hour' },
  { value: '240', label: '4 hours' },
  { value: '480', label: '8 hours' },
];

interface Props {
  organizationId: string;
  opened: boolean;
  onClose: () => void;
}

/** Asks for the reason, which the organization reads, and goes in. */
export function EnterAsSupport({ organizationId, opened, onClose }: Props) {
  const openEntry = useOpenSupportEntry(organizationId);
  const navigate = useNavigate();
  const enter = useMutation({
    mutationFn: async () => {
      await session.switchOrganization(organizationId);
      await navigate({ to: '/' });
    },
  });
  const form = useForm({
    initialValues: { reason: '', minutes: '60' },
    validate: { reason: (value) => (value.trim() ? null : 'Say why') },
  });
  const close = () => {
    onClose();
    openEntry.reset();
    form.reset();
  };
  return (
    <Modal opened={opened} onClose={close} title="Enter as support" size="md">
      <form
        className="stack"
        noValidate
        onSubmit={form.onSubmit(({ reason, minutes }) =>
          openEntry.mutate(
            { reason: reason.trim(), minutes: Number(minutes) },
            {
              onSuccess: () => enter.mutate(),
              onError: (error) => form.setErrors(fieldErrorsOf(error)),
            },
          ),
        )}
      >
        <Notice tone="warn">
          The organization’s administrators are told now, and its log keeps your name and the reason. You can
          read what is in it, and change nothing.
        </Notice>
        <Textarea
          label="Reason"
          description="In words that the organization’s people understand"
          maxLength={500}
          autosize
          minRows={2}
          data-autofocus
          {...form.getInputProps('reason')}
        />
        <Select label="For" allowDeselect={false} data={LENGTHS} {...form.getInputProps('minutes')} />
        <ErrorNotice error={openEntry.error ?? enter.error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" loading={openEntry.isPending || enter.isPending}>
            Enter
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
