import { Loader, Modal, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconKey, IconSearch, IconUser, IconUserCircle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { api, unwrap } from '@/api/client';
import { useOrganizationId } from '@/api/use-session';
import classes from './CommandPalette.module.css';
import type { NavigationGroup } from './navigation';

interface Props {
  navigation: NavigationGroup[];
  can: (permission: string) => boolean;
  mayHaveUserToken: boolean;
  onClose: () => void;
}

interface Target {
  id: string;
  group: 'Pages' | 'People' | 'Tokens';
  label: string;
  detail?: string;
  icon: ReactNode;
  href: string;
}

/** Ctrl/⌘ K: go to a page, a person or a token. A combobox whose list is always open. */
export default function CommandPalette({ navigation, can, mayHaveUserToken, onClose }: Props) {
  const router = useRouter();
  const organizationId = useOrganizationId();
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(0);
  const [q] = useDebouncedValue(text.trim(), 200);
  const list = useRef<HTMLDivElement>(null);

  const people = useQuery({
    queryKey: [organizationId, 'people', 'palette', q],
    queryFn: () => unwrap(api.GET('/api/v1/people', { params: { query: { q, limit: 6 } } })),
    enabled: q.length > 1 && can('people:read'),
  });
  const tokens = useQuery({
    queryKey: [organizationId, 'tokens', 'palette', q],
    queryFn: () => unwrap(api.GET('/api/v1/tokens', { params: { query: { q, limit: 6 } } })),
    enabled: q.length > 1 && can('tokens:read'),
  });

  const pages: Target[] = [
    ...navigation.flatMap((group) =>
      group.items.map((item) => ({
        id: item.to,
        group: 'Pages' as const,
        label: item.label,
        icon: <item.icon size={16} />,
        href: item.to,
      })),
    ),
    ...(mayHaveUserToken
      ? [
          {
            id: 'user-token',
            group: 'Pages' as const,
            label: 'User token',
            icon: <IconKey size={16} />,
            href: '/user-token',
          },
        ]
      : []),
    {
      id: 'profile',
      group: 'Pages',
      label: 'Profile and security',
      icon: <IconUserCircle size={16} />,
      href: '/profile',
    },
  ];
  const targets: Target[] = [
    ...pages.filter((page) => page.label.toLowerCase().includes(text.trim().toLowerCase())),
    ...(q.length > 1 ? (people.data?.items ?? []) : []).map((person) => ({
      id: person.id,
      group: 'People' as const,
      label: person.name,
      detail: person.email,
      icon: <IconUser size={16} />,
      href: `/personnel/${person.id}`,
    })),
    ...(q.length > 1 ? (tokens.data?.items ?? []) : []).map((token) => ({
      id: token.id,
      group: 'Tokens' as const,
      label: token.name,
      detail: `${token.owner.name} · ${token.display}`,
      icon: <IconKey size={16} />,
      href: `/tokens/${token.id}`,
    })),
  ];
  const index = Math.min(chosen, targets.length - 1);
  const searching = people.isFetching || tokens.isFetching;

  useEffect(() => {
    list.current?.querySelector(`[data-index="${index}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [index]);

  function go(target: Target | undefined) {
    if (!target) return;
    onClose();
    void router.navigate({ href: target.href });
  }

  function onKeyDown(event: KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && targets.length > 0) {
      event.preventDefault();
      setChosen((index + step + targets.length) % targets.length);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      go(targets[index]);
    }
  }

  return (
    <Modal.Root opened onClose={onClose} size={560} yOffset="12vh" centered={false}>
      <Modal.Overlay />
      <Modal.Content aria-label="Search or go to">
        <Modal.Body className={classes.body}>
          <TextInput
            className={classes.input}
            variant="unstyled"
            size="md"
            placeholder="Go to a page, a person or a token"
            aria-label="Go to a page, a person or a token"
            role="combobox"
            aria-expanded
            aria-controls="command-palette"
            aria-activedescendant={targets[index] ? `command-${targets[index].id}` : undefined}
            leftSection={<IconSearch size={18} aria-hidden />}
            rightSection={searching ? <Loader size={14} aria-label="Searching" /> : null}
            value={text}
            data-autofocus
            onKeyDown={onKeyDown}
            onChange={(event) => {
              setText(event.currentTarget.value);
              setChosen(0);
            }}
          />
          <div
            id="command-palette"
            role="listbox"
            aria-label="Targets"
            tabIndex={-1}
            ref={list}
            className={classes.list}
          >
            {targets.map((target, at) => (
              <div key={`${target.group}-${target.id}`} role="presentation">
                {target.group !== targets[at - 1]?.group && (
                  <div role="presentation" className={classes.group}>
                    {target.group}
                  </div>
                )}
                {/* biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled by the field that keeps the focus */}
                <div
                  role="option"
                  tabIndex={-1}
                  id={`command-${target.id}`}
                  data-index={at}
                  aria-selected={at === index}
                  className={classes.option}
                  onMouseMove={() => setChosen(at)}
                  onClick={() => go(target)}
                >
                  {target.icon}
                  <span>{target.label}</span>
                  {target.detail && <small>{target.detail}</small>}
                </div>
              </div>
            ))}
          </div>
          {targets.length === 0 && (
            <p className={classes.none} role="status">
              {searching || q !== text.trim() ? 'Searching…' : `Nothing is called “${text.trim()}”.`}
            </p>
          )}
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
