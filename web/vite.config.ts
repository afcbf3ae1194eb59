import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
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

const INITIAL_LIMIT = 250 * 1024;

/** Fails the build when the first page's JavaScript, gzipped, outgrows its limit: the entry, the frame, the dashboard. */
function initialSizeLimit(): Plugin {
  return {
    name: 'initial-size-limit',
    generateBundle(_, bundle) {
      const initial = new Set<string>();
      const visit = (file: string) => {
        const chunk = bundle[file];
        if (chunk?.type !== 'chunk' || initial.has(file)) return;
        initial.add(file);
        chunk.imports.forEach(visit);
      };
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk') continue;
        if (chunk.isEntry || /routes\/_app(\.index)?\.tsx/.test(chunk.facadeModuleId ?? ''))
          visit(chunk.fileName);
      }
      let size = 0;
      for (const file of initial) {
        const chunk = bundle[file];
        if (chunk?.type === 'chunk') size += gzipSync(chunk.code).length;
      }
      const said = `Initial JavaScript: ${(size / 1024).toFixed(1)} of ${INITIAL_LIMIT / 1024} KB gzipped`;
      if (size > INITIAL_LIMIT) this.error(said);
      this.info(said);
    },
  };
}

export default defineConfig({
  plugins: [
    tanstackRouter({ target: 'react', autoCodeSplitting: true, quoteStyle: 'single', semicolons: true }),
    react(),
    themeStylesheet(),
    initialSizeLimit(),
  ],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  server: {
    proxy: Object.fromEntries(
      ['/api/', '/openapi', '/health', '/.well-known'].map((path) => [path, 'http://localhost:8080']),
    ),
  },
  build: {
    outDir: 'dist',
    // An inlined asset would be a data: URL, which the content security policy refuses outside images.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
