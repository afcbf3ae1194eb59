import type { MantineThemeComponents } from '@mantine/core';

/** What every component of a kind has in common. */
export const components: MantineThemeComponents = {
  Modal: {
    defaultProps: {
      centered: true,
      lockScroll: false,
      overlayProps: { backgroundOpacity: 0.5 },
      closeButtonProps: { 'aria-label': 'Close' },
    },
  },
  ModalRoot: { defaultProps: { lockScroll: false } },
  Drawer: { defaultProps: { lockScroll: false, overlayProps: { backgroundOpacity: 0.5 } } },
  Tooltip: { defaultProps: { openDelay: 300, withArrow: false, fz: 'xs' } },
  Menu: {
    defaultProps: { shadow: 'md', radius: 'md', position: 'bottom-end', withInitialFocusPlaceholder: false },
  },
  TextInput: { defaultProps: { size: 'sm' } },
  Button: { defaultProps: { size: 'sm' } },
  Notification: { defaultProps: { radius: 'md' } },
};
