import type { APIRequestContext, Page } from '@playwright/test';
import {
  ADMINISTRATOR,
  apiOf,
  check,
  enter,
  expect,
  INTEGRATOR,
  inOwnBrowser,
  onPage,
  settle,
  statusWith,
  takeSecret,
  test,
} from './platform';

test.describe.configure({ mode: 'serial' });

const ACCOUNT = 'Ladder sensors';
const TOKEN = 'Ladder 12';

async function openToken(page: Page, name: string) {
  await page.goto('/tokens');
  await page.getByRole('link', { name, exact: true }).first().click();
  await onPage(page, name);
}

async function organizationOf(request: APIRequestContext): Promise<string> {
  const api = await apiOf(request, ADMINISTRATOR.email);
  return (await api('GET', '/organization')).id;
}

test('a token is created, rotated with an overlap, and the old one’s users are shown', async ({
  page,
  request,
  watch,
}) => {
  const organization = await organizationOf(request);
  await enter(page, ADMINISTRATOR.email, '/service-accounts');
  await page.getByRole('button', { name: 'Create service account' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill(ACCOUNT);
  await page.getByRole('dialog').getByLabel('tickets:read').check();
  await page.getByRole('dialog').getByLabel('tickets:write').check();
  await page.getByRole('dialog').getByRole('button', { name: 'Create service account' }).click();
  await onPage(page, ACCOUNT);

  await page.getByRole('button', { name: 'Create token' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name', { exact: true }).fill(TOKEN);
  await dialog.getByRole('button', { name: '90 days' }).click();
  await dialog.getByLabel('tickets:read').check();
  await dialog.getByLabel('tickets:write').check();
  await dialog.getByLabel('Requests a minute').fill('600');
  await dialog.getByRole('button', { name: 'Create token' }).click();
  const first = await takeSecret(page, watch, 'pts');
  expect(await statusWith(request, first, organization)).toBe(200);

  await openToken(page, TOKEN);
  await expect(page.getByText('600 a minute')).toBeVisible();
  await page.getByRole('button', { name: 'Rotate' }).click();
  await page.getByRole('combobox', { name: 'Overlap' }).click();
  await page.getByRole('option', { name: '3 days' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Rotate token' }).click();
  const second = await takeSecret(page, watch, 'pts');
  expect(await statusWith(request, first, organization)).toBe(200);
  expect(await statusWith(request, second, organization)).toBe(200);

  await page.goto('/tokens?status=rotating');
  await page.getByRole('link', { name: TOKEN, exact: true }).click();
  await expect(page.getByText('Rotating', { exact: true })).toBeVisible();
  const callers = page.getByRole('region', { name: 'Still using this token' });
  await expect(async () => {
    await page.reload();
    await expect(callers.getByText('127.0.0.1')).toBeVisible({ timeout: 10_000 });
  }).toPass();
  await expect(page.getByRole('img', { name: /Requests over time/ })).toBeVisible();
  await settle(page);
  await check(page);
});

test('a token is narrowed, never widened', async ({ page }) => {
  await enter(page, ADMINISTRATOR.email, `/tokens?q=${encodeURIComponent(TOKEN)}&status=active`);
  await page.getByRole('link', { name: TOKEN, exact: true }).click();
  await page.getByRole('button', { name: 'Edit' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByLabel('people:read')).toHaveCount(0);
  await dialog.getByLabel('tickets:write').uncheck();
  await dialog.getByLabel('Description').fill('Reads only');
  await settle(page);
  await check(page);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByText('tickets:write')).toHaveCount(0);
  await expect(page.getByText('Reads only')).toBeVisible();
});

test('a service account is disabled, enabled, and deleted with its tokens', async ({
  page,
  request,
  watch,
}) => {
  const organization = await organizationOf(request);
  await enter(page, ADMINISTRATOR.email, '/service-accounts');
  await page.getByRole('link', { name: ACCOUNT }).click();
  await page.getByRole('button', { name: 'Create token' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name', { exact: true }).fill('Ladder 13');
  await dialog.getByLabel('tickets:read').check();
  await dialog.getByRole('button', { name: 'Create token' }).click();
  const secret = await takeSecret(page, watch, 'pts');

  await page.getByRole('button', { name: 'Disable' }).click();
  await expect(page.getByRole('dialog')).toContainText('stop working at once');
  await page.getByRole('dialog').getByRole('button', { name: 'Disable service account' }).click();
  await expect(page.getByText('Disabled', { exact: true })).toBeVisible();
  expect(await statusWith(request, secret, organization)).toBe(401);
  await page.getByRole('button', { name: 'Enable' }).click();
  await onPage(page, `${ACCOUNT} Active`);
  expect(await statusWith(request, secret, organization)).toBe(200);

  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete service account' }).click();
  await onPage(page, 'Service accounts');
  await expect(page.getByRole('link', { name: ACCOUNT })).toHaveCount(0);
  expect(await statusWith(request, secret, organization)).toBe(401);
});

test('the token policy says which tokens it would break, before it is saved', async ({ page }) => {
  await enter(page, ADMINISTRATOR.email);
  await page.getByRole('link', { name: 'Settings' }).click();
  await onPage(page, 'Settings');
  await settle(page);
  await check(page);
  await page.getByRole('tab', { name: 'Token policy' }).click();
  await settle(page);
  await check(page);
  await page.getByLabel('Allow tokens without expiration').uncheck();
  await page.getByRole('button', { name: 'See what it changes' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('link', { name: 'Asset sync' })).toBeVisible();
  await settle(page);
  await check(page);
  await dialog.getByRole('button', { name: 'Save policy' }).click();
  await expect(page.getByText('The token policy is saved.')).toBeVisible();
  await page.reload();
  await expect(page.getByLabel('Allow tokens without expiration')).not.toBeChecked();
  await page.goto('/tokens');
  await page.getByRole('button', { name: 'Create token' }).click();
  await expect(page.getByRole('dialog').getByText('No expiration')).toHaveCount(0);
});

test('where the policy allows it, a person has a second token, and rotates it', async ({
  page,
  request,
  watch,
}) => {
  const organization = await organizationOf(request);
  await enter(page, ADMINISTRATOR.email, '/settings');
  await page.getByRole('tab', { name: 'Token policy' }).click();
  await page.getByLabel('Active tokens of one person').fill('2');
  await page.getByRole('button', { name: 'See what it changes' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Save policy' }).click();
  await expect(page.getByText('The token policy is saved.')).toBeVisible();

  const theirs = await inOwnBrowser(page, watch);
  await enter(theirs, INTEGRATOR.email, '/user-token');
  await theirs.getByRole('button', { name: 'Generate another token' }).click();
  await theirs.getByRole('dialog').getByLabel('Name').fill('Night job');
  await theirs.getByRole('dialog').getByRole('button', { name: 'Generate token' }).click();
  const second = await takeSecret(theirs, watch, 'ptu');
  await expect(theirs.getByRole('heading', { name: 'Night job' })).toBeVisible();
  await expect(theirs.getByRole('button', { name: 'Generate another token' })).toHaveCount(0);
  await settle(theirs);
  await check(theirs);

  // The newest stands first.
  await theirs.getByRole('button', { name: 'Rotate' }).first().click();
  await theirs.getByRole('dialog').getByRole('button', { name: 'Rotate token' }).click();
  const third = await takeSecret(theirs, watch, 'ptu');
  await expect(theirs.getByText('Rotating')).toBeVisible();
  expect(await statusWith(request, second, organization)).toBe(200);
  expect(await statusWith(request, third, organization)).toBe(200);
  await theirs.context().close();
});
