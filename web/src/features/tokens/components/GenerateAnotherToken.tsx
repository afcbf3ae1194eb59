import { Button, Group, Modal, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { ErrorNotice } from '@/components/ErrorNotice';
import { useGenerateMyToken } from '../api/generate-my-token';

interface Props {
  /** Takes the secret: with the last place taken, this button goes away. */
  onGenerated: (secret: string) => void;
}

/** Where the policy lets a person have several tokens: one more, with a name to tell them apart. */
export function GenerateAnotherToken({ onGenerated }: Props) {
  const generate = useGenerateMyToken();
  const [opened, setOpened] = useState(false);
  const [name, setName] = useState('');

  function close() {
    setOpened(false);
    setName('');
    generate.reset();
  }

  return (
    <div>
      <Button variant="default" leftSection={<IconPlus size={16} />} onClick={() => setOpened(true)}>
        Generate another token
      </Button>
      <Modal opened={opened} onClose={close} title="Generate another token" size="md">
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault();
            generate.mutate(name.trim() || undefined, {
              onSuccess: (created) => {
                onGenerated(created.secret);
                close();
              },
            });
          }}
        >
          <TextInput
            data-autofocus
            label="Name"
            description="Which program is it for?"
            maxLength={100}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <ErrorNotice error={generate.error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" loading={generate.isPending}>
              Generate token
            </Button>
          </Group>
        </form>
      </Modal>
    </div>
  );
}
