import {
  type APIRequestContext,
  type BrowserContext,
  test as base,
  expect,
  type Locator,
  type Page,
} from '@playwright/test';
import axe from 'axe-core';
import { DEMO_PASSWORD, type Host, startHost } from './host';

export const ADMINISTRATOR = { name: 'Ada Admin', email: 'admin@northside.example' };
export const MEMBER = { name: 'Mia Member', email: 'member@northside.example' };
export const OPERATOR = { email: 'operator@demo.example' };
export const INTEGRATOR = { name: 'Ira Integrator', email: 'integrator@northside.example' };

/** What no page may ever do: break the content security policy, call another host, log an error or a secret. */
class Watch {
  readonly faults: string[] = [];
  private readonly secrets = new Set<string>();

  constructor(private readonly origin: string) {}

  over(context: BrowserContext) {
    context.on('console', (message) => {
      const text = message.text();
      // A refused call is the browser's own line, and refusals are part of the tests.
      if (message.type() === 'error' && !text.startsWith('Failed to load resource')) this.faults.push(text);
      for (const secret of this.secrets) {
        if (text.includes(secret)) this.faults.push('A secret was logged.');
      }
    });
    context.on('weberror', (error) => this.faults.push(error.error().message));
    context.on('request', (request) => {
      const url = request.url();
      if (!/^(data|blob|about):/.test(url) && new URL(url).origin !== this.origin)
        this.faults.push(`Called ${url}`);
      for (const secret of this.secrets) {
        if (url.includes(secret)) this.faults.push('A secret was in an address.');
      }
    });
  }

  secret(secret: string) {
    this.secrets.add(secret);
  }
}

interface Fixtures {
  /** A host with the demo's data, shared by the tests of a file and seen by no other file. */
  demo: Host;
  watch: Watch;
}

interface Workers {
  hosts: HostOfFile;
}

class HostOfFile {
  private file?: string;
  private host?: Host;

  async of(file: string): Promise<Host> {
    if (this.host && file === this.file) return this.host;
    await this.stop();
    this.file = file;
    this.host = await startHost({ demo: true });
    return this.host;
  }

  async stop() {
    await this.host?.stop();
    this.host = undefined;
  }
}

export const test = base.extend<Fixtures, Workers>({
  hosts: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from here
    async ({}, use) => {
      const hosts = new HostOfFile();
      await use(hosts);
      await hosts.stop();
    },
    { scope: 'worker' },
  ],
  demo: [async ({ hosts }, use, { file }) => use(await hosts.of(file)), { timeout: 300_000 }],
  baseURL: async ({ demo }, use) => use(demo.url),
  watch: [
    async ({ baseURL, context }, use) => {
      const watch = new Watch(new URL(baseURL ?? '').origin);
      watch.over(context);
      await use(watch);
      expect(watch.faults).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

export async function signIn(page: Page, email: string, password = DEMO_PASSWORD) {
  await page.goto('/sign-in');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

export const onPage = (page: Page, title: string) =>
  expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();

export async function signInToDashboard(page: Page, email: string, password?: string) {
  await signIn(page, email, password);
  await onPage(page, 'Dashboard');
}

/** Opens a page as somebody who has signed in: for tests of what comes after that, which is walked by clicks elsewhere. */
export async function enter(page: Page, email: string, path = '/') {
  const data = { email, password: DEMO_PASSWORD };
  const signedIn = await page.request.post('/api/v1/auth/sign-in?cookie=true', { data });
  expect(signedIn.ok()).toBe(true);
  await page.goto(path);
  if (path === '/') await onPage(page, 'Dashboard');
}

/** A signed-in person in a browser of their own, watched like the first. */
export async function inOwnBrowser(page: Page, watch: Watch): Promise<Page> {
  const browser = page.context().browser();
  if (!browser) throw new Error('There is no browser.');
  const context = await browser.newContext({ baseURL: new URL(page.url()).origin });
  watch.over(context);
  return context.newPage();
}

export async function textOf(locator: Locator): Promise<string> {
  return (await locator.textContent()) ?? '';
}

/** What the API answers to a token in an organization. */
export async function statusWith(request: APIRequestContext, secret: string, organization: string) {
  const response = await request.get('/api/v1/me', {
    headers: { Authorization: `Bearer ${secret}`, 'Organization-ID': organization },
  });
  return response.status();
}

/** Copies by the button, checks that the clipboard has what is shown, and says that it is stored. */
export async function takeSecret(page: Page, watch: Watch, prefix: 'ptu' | 'pts' | 'pta'): Promise<string> {
  const secret = await textOf(page.getByTestId('secret'));
  expect(secret).toMatch(new RegExp(`^${prefix}_[0-9A-Za-z]{42}$`));
  watch.secret(secret);
  await page.getByRole('button', { name: 'Copy token' }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(secret);
  await page.getByRole('button', { name: 'I have stored it' }).click();
  await expect(page.getByTestId('secret')).toBeHidden();
  const kept = await page.evaluate(() =>
    JSON.stringify([
      { ...localStorage },
      { ...sessionStorage },
      location.href,
      document.cookie,
      document.body.innerHTML,
    ]),
  );
  expect(kept).not.toContain(secret);
  return secret;
}

/** The API as a person calls it, for what a test needs to be there. */
export async function apiOf(request: APIRequestContext, email: string) {
  const signedIn = await request.post('/api/v1/auth/sign-in', { data: { email, password: DEMO_PASSWORD } });
  const { accessToken, organization } = await signedIn.json();
  // An operator may be in no organization.
  const inOrganization: Record<string, string> = organization ? { 'Organization-ID': organization.id } : {};
  return async (method: string, path: string, data?: unknown) => {
    const response = await request.fetch(`/api/v1${path}`, {
      method,
      headers: { Authorization: `Bearer ${accessToken}`, ...inOrganization },
      ...(data === undefined ? {} : { data }),
    });
    const text = await response.text();
    expect(response.ok(), `${method} ${path}: ${response.status()} ${text}`).toBe(true);
    return text ? JSON.parse(text) : undefined;
  };
}

/** Answered calls. */
export async function settle(page: Page) {
  await page.getByRole('heading').first().waitFor();
  await page.waitForLoadState('networkidle');
}

/** Nothing that axe calls serious, and nothing wider than the window. */
export async function check(page: Page) {
  // Half-way colours are nobody's contrast.
  await page.waitForFunction(() =>
    document.getAnimations().every(({ playState }) => playState !== 'running'),
  );
  // Its half a megabyte of script once per document; there are no frames to look into.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const violations = await page.evaluate(async () => {
    const found = await (window as unknown as { axe: typeof axe }).axe.run({ resultTypes: ['violations'] });
    return found.violations;
  });
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(grave.map(({ id, nodes }) => `${page.url()} ${id}: ${nodes[0]?.html}`)).toEqual([]);
  expect(
    await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
  ).toBeLessThanOrEqual(0);
}
