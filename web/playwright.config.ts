import { defineConfig } from '@playwright/test';

/**
 * PLATFORM_HOST names the published host, PLATFORM_TEST_CHROMIUM the browser. Each file has a host of its own, so that the
 * workers take files in any order. `npm run e2e -- --trace on` records what a test did.
 */
export default defineConfig({
  testDir: 'e2e',
  globalSetup: './e2e/host.ts',
  fullyParallel: false,
  workers: 2,
  // A test that passes at the second try is named in the summary.
  retries: 1,
  // A test that hangs has waited for something, which ends it much sooner; a slow machine has the time it needs.
  timeout: 600_000,
  expect: { timeout: 20_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: 'list',
  use: {
    viewport: { width: 1360, height: 860 },
    locale: 'en-GB',
    actionTimeout: 60_000,
    navigationTimeout: 60_000,
    permissions: ['clipboard-read', 'clipboard-write'],
    contextOptions: { reducedMotion: 'reduce' },
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env.PLATFORM_TEST_CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
