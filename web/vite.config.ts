import { fileURLToPath } from 'node:url';
import { tanstackRouter } from '@tanstack/router-plugin/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/**
 * The theme as a stylesheet made at build time. Mantine would write it into a <style> element at run time,
 * which the content security policy (style-src 'self') refuses.
 */
function themeStylesheet(): Plugin {
  const id = '\0virtual:theme.css';
  return {
    name: 'theme-stylesheet',
    resolveId: (source) => (source === 'virtual:theme.css' ? id : undefined),
    async load(requested) {
      if (requested !== id) return undefined;
      const { convertCssVariables, defaultCssVariablesResolver, mergeMantineTheme, DEFAULT_THEME } =
        await import('@mantine/core');
      const { theme, cssVariables } = await import('./src/theme/theme.ts');
      const merged = mergeMantineTheme(DEFAULT_THEME, theme);
      const resolved = defaultCssVariablesResolver(merged);
      const own = cssVariables(merged);
      return convertCssVariables(
        {
          variables: { ...resolved.variables, ...own.variables },
          light: { ...resolved.light, ...own.light },
          dark: { ...resolved.dark, ...own.dark },
        },
        ':root',
      );
    },
  };
}

export default defineConfig({
  plugins: [
    tanstackRouter({ target: 'react', autoCodeSplitting: true, quoteStyle: 'single', semicolons: true }),
    react(),
    themeStylesheet(),
  ],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  server: {
    proxy: Object.fromEntries(
      ['/api', '/openapi', '/health', '/.well-known'].map((path) => [path, 'http://localhost:8080']),
    ),
  },
  build: {
    outDir: 'dist',
    // An inlined asset would be a data: URL, which the content security policy refuses outside images.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
