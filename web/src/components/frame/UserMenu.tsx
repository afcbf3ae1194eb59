import { Menu, UnstyledButton, useMantineColorScheme } from '@mantine/core';
import { IconBell, IconChevronDown, IconKey, IconLogout, IconUserCircle } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import classes from './UserMenu.module.css';

interface Props {
  name: string;
  email: string | null | undefined;
  mayHaveUserToken: boolean;
  mayBeTold: boolean;
  onSignOut: () => void;
}

export function UserMenu({ name, email, mayHaveUserToken, mayBeTold, onSignOut }: Props) {
  const { colorScheme, setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  return (
    <Menu width={260}>
      <Menu.Target>
        <UnstyledButton className={classes.target}>
          <span className={classes.avatar} aria-hidden>
            {initials(name)}
          </span>
          <span className={classes.name}>{name}</span>
          <IconChevronDown size={14} aria-hidden className={classes.chevron} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <div className={classes.who}>
          <strong>{name}</strong>
          {email && <span>{email}</span>}
        </div>
        <Menu.Divider />
        {mayHaveUserToken && (
          <Menu.Item component={Link} to="/user-token" leftSection={<IconKey size={16} />}>
            User token
          </Menu.Item>
        )}
        <Menu.Item component={Link} to="/profile" leftSection={<IconUserCircle size={16} />}>
          Profile and security
        </Menu.Item>
        {mayBeTold && (
          <Menu.Item component={Link} to="/notification-preferences" leftSection={<IconBell size={16} />}>
            Notification preferences
          </Menu.Item>
        )}
        <Menu.Divider />
        <Menu.Label>Appearance</Menu.Label>
        <Menu.RadioGroup
          value={colorScheme}
          onChange={(value) => setColorScheme(value as 'light' | 'dark' | 'auto')}
          aria-label="Appearance"
        >
          <Menu.RadioItem value="light">Light</Menu.RadioItem>
          <Menu.RadioItem value="dark">Dark</Menu.RadioItem>
          <Menu.RadioItem value="auto">As the system</Menu.RadioItem>
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={onSignOut}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  return [words[0], words.length > 1 ? words.at(-1) : undefined]
    .map((word) => word?.[0]?.toUpperCase() ?? '')
    .join('');
}
