import { ActionIcon, Drawer, Kbd, Tooltip, UnstyledButton } from '@mantine/core';
import { useDisclosure, useHotkeys, useLocalStorage } from '@mantine/hooks';
import {
  IconLayoutSidebarLeftCollapse,
  IconLayoutSidebarLeftExpand,
  IconMenu2,
  IconSearch,
} from '@tabler/icons-react';
import { lazy, type ReactNode, Suspense } from 'react';
import { Logo } from '../Logo';
import classes from './Frame.module.css';
import { Navigation } from './Navigation';
import type { NavigationGroup } from './navigation';

const CommandPalette = lazy(() => import('./CommandPalette'));

const MODIFIER = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘' : 'Ctrl';

interface Props {
  navigation: NavigationGroup[];
  can: (permission: string) => boolean;
  mayHaveUserToken: boolean;
  /** Organization switcher, notification bell and user menu. */
  organization: ReactNode;
  bell: ReactNode;
  user: ReactNode;
  /** What is to be seen over each page. */
  banner?: ReactNode;
  children: ReactNode;
}

export function Frame({
  navigation,
  can,
  mayHaveUserToken,
  organization,
  bell,
  user,
  banner,
  children,
}: Props) {
  const [drawer, { open: openDrawer, close: closeDrawer }] = useDisclosure();
  const [palette, { open: openPalette, close: closePalette }] = useDisclosure();
  const [collapsed, setCollapsed] = useLocalStorage({ key: 'navigation-collapsed', defaultValue: false });
  useHotkeys([['mod+K', openPalette]], []);

  return (
    <div className={classes.root} data-collapsed={collapsed || undefined}>
      <a href="#content" className={classes.skip}>
        Skip to content
      </a>
      <aside className={classes.side}>
        <div className={classes.brand}>
          <Logo />
          <span className={classes.brandName}>Platform</span>
        </div>
        <Navigation groups={navigation} collapsed={collapsed} />
        <Tooltip label={collapsed ? 'Expand navigation' : 'Collapse navigation'} position="right">
          <ActionIcon
            className={classes.collapse}
            variant="subtle"
            color="gray"
            aria-label={collapsed ? 'Expand navigation' : 'Collapse navigation'}
            onClick={() => setCollapsed(!collapsed)}
          >
            {collapsed ? (
              <IconLayoutSidebarLeftExpand size={18} />
            ) : (
              <IconLayoutSidebarLeftCollapse size={18} />
            )}
          </ActionIcon>
        </Tooltip>
      </aside>
      <div className={classes.main}>
        <header className={classes.top}>
          <ActionIcon
            className={classes.menu}
            variant="subtle"
            color="gray"
            size="lg"
            aria-label="Open navigation"
            onClick={openDrawer}
          >
            <IconMenu2 size={20} />
          </ActionIcon>
          <UnstyledButton className={classes.search} onClick={openPalette}>
            <IconSearch size={16} aria-hidden />
            <span className={classes.searchText}>Search or go to…</span>
            <Kbd className={classes.searchKey} size="xs" aria-hidden>
              {MODIFIER} K
            </Kbd>
          </UnstyledButton>
          <div className={classes.actions}>
            {organization}
            {bell}
            {user}
          </div>
        </header>
        {banner}
        <main id="content" className={classes.content} tabIndex={-1}>
          {children}
        </main>
      </div>
      <Drawer
        opened={drawer}
        onClose={closeDrawer}
        size={272}
        title={
          <span className={classes.brand}>
            <Logo />
            <span>Platform</span>
          </span>
        }
        closeButtonProps={{ 'aria-label': 'Close navigation' }}
      >
        <Navigation groups={navigation} onNavigate={closeDrawer} />
      </Drawer>
      {palette && (
        <Suspense>
          <CommandPalette
            navigation={navigation}
            can={can}
            mayHaveUserToken={mayHaveUserToken}
            onClose={closePalette}
          />
        </Suspense>
      )}
    </div>
  );
}
