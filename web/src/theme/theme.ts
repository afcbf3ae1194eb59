import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';

/** Harbour blue: dark enough at 7 to carry white text, light enough at 4 to be read on a dark surface. */
const brand: MantineColorsTuple = [
  '#eef6fb',
  '#dcebf5',
  '#b5d5ea',
  '#8abddf',
  '#66a9d5',
  '#4595c7',
  '#2f7fb3',
  '#1f6696',
  '#17527b',
  '#0f3d5e',
];

/** Slightly cool greys; the surfaces of the dark scheme are the lower half. */
const dark: MantineColorsTuple = [
  '#d8dde3',
  '#b9c1ca',
  '#9aa4b0',
  '#78838f',
  '#3c4550',
  '#2c343d',
  '#222930',
  '#191f25',
  '#14191e',
  '#0e1216',
];

const gray: MantineColorsTuple = [
  '#f7f8fa',
  '#eff1f4',
  '#e3e7ec',
  '#d5dae1',
  '#c3cad3',
  '#98a2af',
  '#66707d',
  '#4a535f',
  '#323a44',
  '#1c2229',
];

export const theme = createTheme({
  primaryColor: 'brand',
  primaryShade: { light: 7, dark: 7 },
  colors: { brand, dark, gray },
  black: '#1c2229',
  defaultRadius: 'sm',
  radius: { xs: '3px', sm: '6px', md: '8px', lg: '12px', xl: '20px' },
  fontFamily:
    'Inter, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "Liberation Sans", system-ui, sans-serif',
  fontFamilyMonospace:
    'ui-monospace, SFMono-Regular, "SF Mono", Menlo, Consolas, "Liberation Mono", "DejaVu Sans Mono", monospace',
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
  lineHeights: { xs: '1.4', sm: '1.45', md: '1.5', lg: '1.5', xl: '1.4' },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.375rem', lineHeight: '1.3' },
      h2: { fontSize: '1.0625rem', lineHeight: '1.35' },
      h3: { fontSize: '0.9375rem', lineHeight: '1.4' },
    },
  },
  cursorType: 'pointer',
  respectReducedMotion: true,
});

/** What components of our own stand on, and Mantine's few values that miss contrast AA on our surfaces. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#ffffff',
    '--mantine-color-text': '#1c2229',
    '--mantine-color-dimmed': '#5a6470',
    '--mantine-color-placeholder': '#66707d',
    '--mantine-color-anchor': '#1f6696',
    '--mantine-color-error': '#b3261e',
    '--mantine-color-default-border': '#d5dae1',
    '--surface-page': '#f5f7f9',
    '--surface-raised': '#ffffff',
    '--surface-sunken': '#f0f3f6',
    '--surface-hover': '#f3f6f9',
    '--surface-selected': '#e4eff7',
    '--text-selected': '#17527b',
    '--line': '#e0e5ea',
    '--line-strong': '#c9d0d8',
    '--good': '#16703f',
    '--good-surface': '#e5f5ec',
    '--warn': '#875003',
    '--warn-surface': '#fdf1dc',
    '--bad': '#a9231b',
    '--bad-surface': '#fdeceb',
    '--quiet': '#4a535f',
    '--quiet-surface': '#eceff3',
  },
  dark: {
    '--mantine-color-body': '#191f25',
    '--mantine-color-text': '#dfe4ea',
    '--mantine-color-dimmed': '#9aa6b3',
    '--mantine-color-placeholder': '#8a95a1',
    '--mantine-color-anchor': '#7db8de',
    '--mantine-color-error': '#ff9a92',
    '--mantine-color-default': '#222930',
    '--mantine-color-default-hover': '#2c343d',
    '--mantine-color-default-border': '#3a434d',
    '--surface-page': '#12171b',
    '--surface-raised': '#191f25',
    '--surface-sunken': '#14191e',
    '--surface-hover': '#20272e',
    '--surface-selected': '#173247',
    '--text-selected': '#a9d3ee',
    '--line': '#2a323a',
    '--line-strong': '#3f4954',
    '--good': '#7fd6a4',
    '--good-surface': '#14301f',
    '--warn': '#f0bd6b',
    '--warn-surface': '#382a12',
    '--bad': '#ff9f97',
    '--bad-surface': '#3d1c1a',
    '--quiet': '#b4bec9',
    '--quiet-surface': '#29313a',
  },
});
