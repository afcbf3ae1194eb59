import { Button, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch, IconX } from '@tabler/icons-react';
import { useRouter } from '@tanstack/react-router';
import { type ReactNode, useEffect, useState } from 'react';
import classes from './ListToolbar.module.css';

interface Props {
  /** “Search by name or e-mail”; left out where there is nothing to search by text. */
  searchLabel?: string;
  q?: string | undefined;
  onSearch?: (q: string | undefined) => void;
  filtered: boolean;
  onClear: () => void;
  children?: ReactNode;
}

/** Search and filters over a list; the URL holds what they say. */
export function ListToolbar({ searchLabel, q, onSearch, filtered, onClear, children }: Props) {
  const [text, setText] = useState(q ?? '');
  const search = useDebouncedCallback((value: string) => onSearch?.(value.trim() || undefined), 250);
  // A search that still waits would pull back whoever has opened a row meanwhile.
  const router = useRouter();
  useEffect(
    () => router.subscribe('onBeforeNavigate', ({ pathChanged }) => pathChanged && search.cancel()),
    [router, search],
  );
  useEffect(() => setText((typed) => (typed.trim() === (q ?? '') ? typed : (q ?? ''))), [q]);

  function clear() {
    search.cancel();
    setText('');
    onClear();
  }

  return (
    <search className={classes.root}>
      {searchLabel && (
        <TextInput
          className={classes.search}
          aria-label={searchLabel}
          placeholder={searchLabel}
          leftSection={<IconSearch size={16} aria-hidden />}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            search(event.currentTarget.value);
          }}
        />
      )}
      {children}
      {filtered && (
        <Button variant="subtle" color="gray" leftSection={<IconX size={14} />} onClick={clear}>
          Clear
        </Button>
      )}
    </search>
  );
}
