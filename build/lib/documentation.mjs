// How soon the documentation page can be used: from the click on its tab to the first field that takes text.
import { chromium } from '@playwright/test';
import { median, password } from './calls.mjs';
import { findChromium } from './chromium.mjs';
import { Failure } from './command.mjs';
import { startHost, temporaryFolder } from './host.mjs';

const email = 'admin@northside.example';
const opened = 8;

async function signIn(page) {
  await page.goto('/sign-in');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'Dashboard' }).waitFor();
}

async function timeOnce(page) {
  await page.goto('/api-reference');
  await page.getByRole('table', { name: 'API URLs' }).waitFor();
  const began = performance.now();
  await page.getByRole('tab', { name: 'Documentation' }).click();
  await page.getByRole('textbox', { name: 'Bearer Token' }).first().click();
  return performance.now() - began;
}

/** Answers { first (ms, with nothing in the browser's cache), median, worst (of those that follow) }. */
export async function measureDocumentation() {
  const executablePath = await findChromium();
  if (!executablePath) throw new Failure('Chromium was not found: install it (on Debian: apt-get install chromium).');
  const host = await startHost(temporaryFolder(), { env: { Demo__Enabled: 'true' }, printed: /curl -H/ });
  const browser = await chromium.launch({ executablePath, args: ['--headless', '--no-sandbox', '--disable-gpu'] });
  try {
    const page = await browser.newPage({ baseURL: host.url, viewport: { width: 1360, height: 860 } });
    await signIn(page);
    const first = await timeOnce(page);
    const times = [];
    while (times.length < opened) times.push(await timeOnce(page));
    return { first, median: median(times), worst: Math.max(...times) };
  } finally {
    await browser.close();
    await host.stop();
  }
}
