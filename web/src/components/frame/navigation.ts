import {
  IconApi,
  IconApps,
  IconBuildingCommunity,
  IconClock,
  IconHeartbeat,
  IconHistory,
  IconKey,
  IconLayoutDashboard,
  IconRobot,
  IconSettings,
  IconShieldLock,
  IconUserShield,
  IconUsers,
  IconWebhook,
} from '@tabler/icons-react';

export interface NavigationItem {
  label: string;
  to:
    | '/'
    | '/audit'
    | '/personnel'
    | '/roles'
    | '/settings'
    | '/tokens'
    | '/service-accounts'
    | '/webhooks'
    | '/api-reference'
    | '/instance/organizations'
    | '/instance/applications'
    | '/instance/jobs'
    | '/instance/operators'
    | '/instance/health';
  icon: typeof IconKey;
  /** Absent for callers without it. */
  permission?: string;
  /** For those who run the instance. */
  operator?: true;
}

export interface NavigationGroup {
  label?: string;
  items: NavigationItem[];
}

const GROUPS: NavigationGroup[] = [
  { items: [{ label: 'Dashboard', to: '/', icon: IconLayoutDashboard }] },
  {
    label: 'Organization',
    items: [
      { label: 'Personnel', to: '/personnel', icon: IconUsers, permission: 'people:read' },
      { label: 'Roles', to: '/roles', icon: IconShieldLock, permission: 'roles:read' },
      { label: 'Audit', to: '/audit', icon: IconHistory, permission: 'audit:read' },
      { label: 'Settings', to: '/settings', icon: IconSettings, permission: 'organization:read' },
    ],
  },
  {
    label: 'API access',
    items: [
      { label: 'Tokens', to: '/tokens', icon: IconKey, permission: 'tokens:read' },
      {
        label: 'Service accounts',
        to: '/service-accounts',
        icon: IconRobot,
        permission: 'service-accounts:read',
      },
      { label: 'Webhooks', to: '/webhooks', icon: IconWebhook, permission: 'webhooks:read' },
      { label: 'API', to: '/api-reference', icon: IconApi },
    ],
  },
  {
    label: 'Instance',
    items: [
      {
        label: 'Organizations',
        to: '/instance/organizations',
        icon: IconBuildingCommunity,
        operator: true,
      },
      { label: 'Applications', to: '/instance/applications', icon: IconApps, operator: true },
      { label: 'Jobs', to: '/instance/jobs', icon: IconClock, operator: true },
      { label: 'Operators', to: '/instance/operators', icon: IconUserShield, operator: true },
      { label: 'Health', to: '/instance/health', icon: IconHeartbeat, operator: true },
    ],
  },
];

export function navigationFor(can: (permission: string) => boolean, isOperator: boolean): NavigationGroup[] {
  return GROUPS.map((group) => ({
    ...group,
    items: group.items.filter(
      (item) => (!item.permission || can(item.permission)) && (!item.operator || isOperator),
    ),
  })).filter((group) => group.items.length > 0);
}
