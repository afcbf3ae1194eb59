import { Button, Checkbox, Group, Modal, Select } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Token } from '@/api/types';
import { ErrorNotice } from '@/components/ErrorNotice';
import { SecretDialog } from '@/components/SecretDialog';
import { useRotateMyToken } from '../api/rotate-my-token';
import { useRotateToken } from '../api/rotate-token';

const OVERLAPS = [
  [0, 'None: the old token stops at once'],
  [1, '1 hour'],
  [24, '1 day'],
  [72, '3 days'],
  [168, '7 days'],
] as const;

interface Props {
  token: Token;
  /** The most that the organization's policy allows. */
  maxOverlapHours: number;
  /** One's own: that needs no right to change tokens. Takes the secret, since a token that is rotating has no such button. */
  onMineRotated?: (secret: string) => void;
}

export function RotateToken({ token, maxOverlapHours, onMineRotated }: Props) {
  const navigate = useNavigate();
  const asManager = useRotateToken(token.id);
  const asOwner = useRotateMyToken(token.id);
  const rotate = onMineRotated ? asOwner : asManager;
  const [opened, setOpened] = useState(false);
  const choices = OVERLAPS.filter(([hours]) => hours <= maxOverlapHours);
  const [hours, setHours] = useState<number>(choices.some(([hours]) => hours === 24) ? 24 : 0);
  const [endOnFirstUse, setEndOnFirstUse] = useState(false);
  const [created, setCreated] = useState<{ id: string; secret: string }>();

  function close() {
    setOpened(false);
    rotate.reset();
  }

  return (
    <>
      <Button variant="default" leftSection={<IconRefresh size={16} />} onClick={() => setOpened(true)}>
        Rotate
      </Button>
      <Modal opened={opened} onClose={close} title={`Rotate ${token.name}`} size="md">
        <div className="stack">
          <span>
            You get a new token with the same scopes and settings. Both work during the overlap, so that
            nothing fails while you put the new one in place.
          </span>
          <Select
            label="Overlap"
            allowDeselect={false}
            data={choices.map(([value, label]) => ({ value: String(value), label }))}
            value={String(hours)}
            onChange={(value) => setHours(Number(value))}
          />
          {hours > 0 && (
            <Checkbox
              label="End it when the new token is first used"
              description="For a token that one program uses. With several, the others would fail then."
              checked={endOnFirstUse}
              onChange={(event) => setEndOnFirstUse(event.currentTarget.checked)}
            />
          )}
          <ErrorNotice error={rotate.error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button
              loading={rotate.isPending}
              onClick={() =>
                rotate.mutate(
                  { overlapHours: hours, endOverlapOnFirstUse: hours > 0 && endOnFirstUse },
                  {
                    onSuccess: (answer) => {
                      close();
                      if (onMineRotated) onMineRotated(answer.secret);
                      else setCreated({ id: answer.id, secret: answer.secret });
                    },
                  },
                )
              }
            >
              Rotate token
            </Button>
          </Group>
        </div>
      </Modal>
      <SecretDialog
        secret={created?.secret}
        title={`New token for ${token.name}`}
        onStored={() => {
          if (created) void navigate({ to: '/tokens/$tokenId', params: { tokenId: created.id } });
          setCreated(undefined);
        }}
      >
        Copy it now and put it where the old one is. An answer that got lost is no harm: rotate again, and the
        new token is replaced as long as nobody has used it.
      </SecretDialog>
    </>
  );
}
