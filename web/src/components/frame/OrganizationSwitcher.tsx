import { Menu, UnstyledButton } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconBuilding, IconCheck, IconSelector } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { session } from '@/api/client';
import { messageOf } from '@/api/problem';
import { useSession } from '@/api/use-session';
import classes from './OrganizationSwitcher.module.css';

export function OrganizationSwitcher() {
  const state = useSession();
  const navigate = useNavigate();
  const change = useMutation({
    mutationFn: async (id: string) => {
      // A record of the other organization has no place in this one: leave it first.
      await navigate({ to: '/' });
      await session.switchOrganization(id);
    },
    onError: (error) => notifications.show({ message: messageOf(error), color: 'red', role: 'alert' }),
  });
  if (state.status !== 'signed-in' || !state.organization) return null;
  const { organization, organizations } = state;

  if (organizations.length < 2) {
    return (
      <span className={classes.only}>
        <IconBuilding size={16} aria-hidden />
        <span className={classes.name}>{organization.name}</span>
      </span>
    );
  }
  return (
    <Menu width={260}>
      <Menu.Target>
        <UnstyledButton className={classes.switch} aria-label={`Organization: ${organization.name}`}>
          <IconBuilding size={16} aria-hidden />
          <span className={classes.name}>{organization.name}</span>
          <IconSelector size={14} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Organizations</Menu.Label>
        {organizations.map(({ id, name }) => (
          <Menu.Item
            key={id}
            rightSection={id === organization.id ? <IconCheck size={16} aria-label="current" /> : null}
            onClick={() => id !== organization.id && change.mutate(id)}
          >
            {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
