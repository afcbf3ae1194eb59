import type { Page } from '@playwright/test';
import {
  ADMINISTRATOR,
  apiOf,
  check,
  enter,
  expect,
  INTEGRATOR,
  MEMBER,
  onPage,
  settle,
  test,
} from './platform';

const ME = '/api-reference/documentation#tag/tokens/GET/api/v1/me';
const TOKENS = '/api-reference/documentation#tag/tokens/GET/api/v1/tokens';

/** A token of a service account that may read people and nothing else. */
async function issue(page: Page, name: string): Promise<string> {
  const api = await apiOf(page.request, ADMINISTRATOR.email);
  const account = await api('POST', '/service-accounts', { name, permissions: ['people:read'] });
  const body = { serviceAccountId: account.id, name, scopes: ['people:read'], expiresAt: null };
  return (await api('POST', '/tokens', body)).secret;
}

/** Opens the client on an endpoint and sends its request; what comes back is shown there. */
async function send(page: Page, method: string, path: string) {
  await page.getByRole('button', { name: `Test Request (${method} ${path})` }).click();
  const client = page.getByRole('dialog', { name: 'API Client' });
  await client.getByRole('button', { name: new RegExp(`^Send ${method} request`) }).click();
  return client;
}

const kept = (page: Page) =>
  page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, location.href]));

test('every endpoint is listed with its permission, found, copied and opened', async ({ page }) => {
  await enter(page, MEMBER.email);
  await page
    .getByRole('navigation', { name: 'Main' })
    .getByRole('link', { name: 'API', exact: true })
    .click();
  await onPage(page, 'API');
  const rows = page.getByRole('table', { name: 'API URLs' }).getByRole('row');
  await expect(rows.filter({ hasText: '/api/v1/me' }).first()).toBeVisible();
  expect(await rows.count()).toBeGreaterThan(100);

  await page.getByLabel('Search by path, permission or what it does').fill('post tokens/{id}/revoke');
  await expect(page).toHaveURL(/q=post/);
  const revoke = rows.filter({ hasText: '/api/v1/tokens/{id}/revoke' });
  await expect(revoke).toContainText('POST');
  await expect(revoke).toContainText('tokens:write');
  await revoke.getByRole('button', { name: /Copy the URL/ }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
    `${new URL(page.url()).origin}/api/v1/tokens/{id}/revoke`,
  );

  await page.getByLabel('Search by path, permission or what it does').fill('no such thing');
  await expect(page.getByText('No endpoint like that')).toBeVisible();
  await page.getByRole('button', { name: 'Clear' }).click();
  await expect(rows.nth(100)).toBeAttached();

  await rows.filter({ hasText: 'Who am I' }).getByText('Who am I').click();
  await expect(page).toHaveURL(/documentation#tag\/tokens\/GET\/api\/v1\/me$/);
  await expect(page.getByRole('button', { name: 'Test Request (get /api/v1/me)' })).toBeVisible();
});

test('an endpoint is tried as whoever is signed in', async ({ page }) => {
  await enter(page, ADMINISTRATOR.email, ME);
  await expect(page.getByRole('button', { name: 'Test Request (get /api/v1/me)' })).toBeVisible();
  const answered = page.waitForResponse(
    (response) => response.url().endsWith('/api/v1/me') && response.request().resourceType() === 'fetch',
  );
  const client = await send(page, 'get', '/api/v1/me');
  const request = (await answered).request();
  expect(await request.headerValue('Organization-ID')).toBe('northside-fire');
  await expect(client).toContainText('200 OK');
  await expect(client).toContainText(`"name": "${ADMINISTRATOR.name}"`);
});

test('an endpoint is tried with a token of one’s own, and a refusal is explained', async ({
  page,
  watch,
}) => {
  const secret = await issue(page, 'Documentation reader');
  watch.secret(secret);
  await enter(page, INTEGRATOR.email, TOKENS);
  await expect(page.getByRole('button', { name: 'Test Request (get /api/v1/tokens)' })).toBeVisible();
  await page.getByRole('textbox', { name: 'Bearer Token' }).first().fill(secret);
  await page.getByRole('textbox', { name: 'Bearer Token' }).first().blur();
  const client = await send(page, 'get', '/api/v1/tokens');
  await expect(client).toContainText('403 Forbidden');
  await expect(client).toContainText('"code": "permission-denied"');
  await expect(client).toContainText('This needs the permission tokens:read');
  expect(await kept(page)).not.toContain(secret);
  await page.reload();
  await expect(page.getByRole('button', { name: 'Test Request (get /api/v1/tokens)' })).toBeVisible();
  expect(await page.evaluate(() => document.body.innerHTML)).not.toContain(secret);
});

test('a pasted token says what it is and may do, or why it is not good', async ({ page, watch }) => {
  const secret = await issue(page, 'Pasted');
  watch.secret(secret);
  await enter(page, MEMBER.email, '/api-reference/verify');
  await page.getByLabel('Token', { exact: true }).fill(secret);
  await page.getByRole('button', { name: 'Verify' }).click();
  await expect(page.getByText('The token is good.')).toBeVisible();
  await expect(page.getByText('a service account')).toBeVisible();
  await expect(page.getByText('people:read')).toBeVisible();
  expect(await kept(page)).not.toContain(secret);

  await page.getByLabel('Token', { exact: true }).fill(`${secret.slice(0, -1)}?`);
  await expect(page.getByText('The token is good.')).toBeHidden();
  await page.getByRole('button', { name: 'Verify' }).click();
  const refusal = page.getByRole('alert');
  await expect(refusal).toContainText('unauthenticated');
  await expect(refusal).toContainText('copied whole');
  // Still signed in: it was the token that was refused.
  await onPage(page, 'API');
});

test('the type of a problem leads to its cause and cure, without signing in', async ({ page }) => {
  const refused = await page.request.get('/api/v1/me');
  const { type } = await refused.json();
  await page.goto(type);
  const section = page.getByRole('region', { name: /^unauthenticated/ });
  await expect(section).toBeInViewport();
  await expect(section).toContainText('What to do:');
});

for (const [colorScheme, width] of [
  ['light', 1360],
  ['dark', 1360],
  ['light', 360],
  ['dark', 360],
] as const) {
  test.describe(`${colorScheme}, ${width} px`, () => {
    test.use({ colorScheme, viewport: { width, height: 780 } });

    test('nothing serious for axe and nothing too wide', async ({ page }) => {
      await page.goto('/errors');
      await page.getByRole('region').first().waitFor();
      await check(page);
      await enter(page, ADMINISTRATOR.email, '/api-reference');
      await page.getByRole('table', { name: 'API URLs' }).getByRole('row').nth(50).waitFor();
      await check(page);
      await page.goto('/api-reference/documentation');
      await page.getByRole('textbox', { name: 'Bearer Token' }).first().waitFor();
      await settle(page);
      await check(page);
      await page.goto('/api-reference/verify');
      await page.getByLabel('Token', { exact: true }).waitFor();
      await check(page);
    });
  });
}
