import type { Page } from '@playwright/test';
import {
  ADMINISTRATOR,
  expect,
  inOwnBrowser,
  MEMBER,
  onPage,
  signIn,
  signInToDashboard,
  statusWith,
  takeSecret,
  test,
  textOf,
} from './platform';

test.describe.configure({ mode: 'serial' });

const HOLDER = {
  name: 'Sam Okafor',
  email: 'sam@northside.example',
  password: 'correct horse battery staple',
};

async function openPerson(page: Page, name: string) {
  await page.goto('/personnel');
  await page.getByLabel('Search by name, e-mail or number').fill(name);
  // Rows that are about to be replaced take no click.
  await expect(page.getByText('1 shown')).toBeVisible();
  await page.getByRole('link', { name }).click();
  await onPage(page, name);
}

async function openUserToken(page: Page) {
  await page.getByRole('button', { name: HOLDER.name }).click();
  await page.getByRole('menuitem', { name: 'User token' }).click();
  await onPage(page, 'User token');
}

test('an administrator invites a person, who accepts', async ({ page, watch }) => {
  await signInToDashboard(page, ADMINISTRATOR.email);
  await page.getByRole('link', { name: 'Personnel' }).click();
  await page.getByRole('button', { name: 'Add person' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name', { exact: true }).fill(HOLDER.name);
  await dialog.getByLabel('E-mail').fill(HOLDER.email);
  await dialog.getByRole('combobox', { name: 'Roles' }).click();
  await page.getByRole('option', { name: 'API user', exact: true }).click();
  await page.keyboard.press('Escape');
  await dialog.getByRole('button', { name: 'Add person' }).click();
  const link = await textOf(dialog.getByText('/accept-invitation?token='));
  await dialog.getByRole('button', { name: 'Done' }).click();

  const invited = await inOwnBrowser(page, watch);
  await invited.goto(link);
  await expect(invited).toHaveURL(/\/accept-invitation$/);
  await invited.getByLabel('Password', { exact: true }).fill(HOLDER.password);
  await invited.getByRole('button', { name: 'Accept and sign in' }).click();
  await onPage(invited, 'Dashboard');
  await invited.getByRole('button', { name: HOLDER.name }).click();
  await expect(invited.getByRole('menuitem', { name: 'Profile and security' })).toBeVisible();
  await expect(invited.getByRole('menuitem', { name: 'User token' })).toHaveCount(0);
  await invited.context().close();
});

test('the administrator enables API access; the person generates, copies, uses, regenerates and removes a token', async ({
  page,
  request,
  watch,
}) => {
  await signInToDashboard(page, ADMINISTRATOR.email);
  await openPerson(page, HOLDER.name);
  await page.getByLabel('Enable API access token').check();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('record is saved')).toBeVisible();
  await page.reload();
  await expect(page.getByLabel('Enable API access token')).toBeChecked();

  const theirs = await inOwnBrowser(page, watch);
  await signInToDashboard(theirs, HOLDER.email, HOLDER.password);
  await openUserToken(theirs);
  await theirs.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const id = theirs.getByText(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);
  const organization = await textOf(id);

  await theirs.getByRole('button', { name: 'Generate token' }).click();
  const first = await takeSecret(theirs, watch, 'ptu');
  await expect(theirs.getByText('Active', { exact: true })).toBeVisible();
  await expect(theirs.getByText('365', { exact: true })).toBeVisible();
  await expect(theirs.getByText(`"Organization-ID: ${organization}"`)).toBeVisible();
  expect(await statusWith(request, first, organization)).toBe(200);

  await theirs.getByRole('button', { name: 'Regenerate token' }).click();
  await expect(theirs.getByRole('dialog')).toContainText('stops working at once');
  await theirs.getByRole('dialog').getByRole('button', { name: 'Regenerate token' }).click();
  const second = await takeSecret(theirs, watch, 'ptu');
  expect(await statusWith(request, first, organization)).toBe(401);
  expect(await statusWith(request, second, organization)).toBe(200);

  await theirs.getByRole('button', { name: 'Remove token' }).click();
  await theirs.getByRole('dialog').getByRole('button', { name: 'Remove token' }).click();
  await expect(theirs.getByText('You have no token')).toBeVisible();
  expect(await statusWith(request, second, organization)).toBe(401);
  await theirs.context().close();
});

test('deactivating says how many tokens die, and they do', async ({ page, request, watch }) => {
  await signInToDashboard(page, ADMINISTRATOR.email);
  const theirs = await inOwnBrowser(page, watch);
  await theirs.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await signInToDashboard(theirs, HOLDER.email, HOLDER.password);
  await theirs.goto('/profile?tab=api-token');
  await theirs.getByRole('button', { name: 'Generate token' }).click();
  const secret = await takeSecret(theirs, watch, 'ptu');
  expect(await statusWith(request, secret, 'northside-fire')).toBe(200);

  await openPerson(page, HOLDER.name);
  await page.getByRole('button', { name: 'Deactivate' }).click();
  await expect(page.getByRole('dialog')).toContainText('1 token stops working at once');
  await page.getByRole('dialog').getByRole('button', { name: 'Deactivate' }).click();
  await expect(page.getByText('Deactivated', { exact: true })).toBeVisible();
  expect(await statusWith(request, secret, 'northside-fire')).toBe(401);

  await theirs.reload();
  await onPage(theirs, 'Sign in');
  await theirs.context().close();
});

test('a member without the right sees no entry, and only what a member may', async ({ page }) => {
  await signIn(page, MEMBER.email);
  await onPage(page, 'Dashboard');
  const navigation = page.getByRole('navigation', { name: 'Main' });
  await expect(navigation.getByRole('link', { name: 'Dashboard' })).toBeVisible();
  for (const name of ['Tokens', 'Service accounts']) {
    await expect(navigation.getByRole('link', { name, exact: true })).toHaveCount(0);
  }
  await page.getByRole('button', { name: MEMBER.name }).click();
  await expect(page.getByRole('menuitem', { name: 'Profile and security' })).toBeVisible();
  await expect(page.getByRole('menuitem', { name: 'User token' })).toHaveCount(0);
  await page.goto('/profile?tab=api-token');
  await expect(page.getByRole('tab', { name: 'Profile' })).toBeVisible();
  await expect(page.getByRole('tab', { name: 'API token' })).toHaveCount(0);
});

test('a service account gets a token, which is revoked with a receipt', async ({ page, request, watch }) => {
  await signInToDashboard(page, ADMINISTRATOR.email);
  await page.goto('/service-accounts');
  await page.getByRole('button', { name: 'Create service account' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name', { exact: true }).fill('Shift planner');
  await dialog.getByLabel('Search permission').fill('people');
  await dialog.getByLabel('people:read').check();
  await dialog.getByRole('button', { name: 'Create service account' }).click();
  await onPage(page, 'Shift planner');

  await page.getByRole('button', { name: 'Create token' }).click();
  await dialog.getByLabel('Name', { exact: true }).fill('Shift production');
  await dialog.getByLabel('Description').fill('Writes the weekly plan');
  await dialog.getByRole('combobox', { name: 'Integrations' }).fill('Planning');
  await page.keyboard.press('Enter');
  await dialog.getByRole('button', { name: '90 days' }).click();
  await dialog.getByLabel('people:read').check();
  await dialog.getByRole('combobox', { name: 'Allowed addresses' }).fill('127.0.0.1');
  await page.keyboard.press('Enter');
  await dialog.getByRole('button', { name: 'Create token' }).click();
  const secret = await takeSecret(page, watch, 'pts');
  expect(await statusWith(request, secret, 'northside-fire')).toBe(200);

  await page.getByRole('link', { name: 'Shift production' }).click();
  await expect(page.getByText('127.0.0.1/32')).toBeVisible();
  await expect(page.getByText('Writes the weekly plan')).toBeVisible();
  await page.getByRole('button', { name: 'Revoke', exact: true }).click();
  await expect(dialog).toContainText('Known to use it: Planning');
  await dialog.getByRole('button', { name: 'Revoke token' }).click();
  await expect(page.getByRole('dialog', { name: 'Shift production is revoked' })).toContainText(
    /No node accepts it any more: 1 confirmed within [\d.]+ m?s\./,
  );
  expect(await statusWith(request, secret, 'northside-fire')).toBe(401);
});

test('a token without expiration is made where the policy allows it', async ({ page, watch }) => {
  await signInToDashboard(page, ADMINISTRATOR.email);
  await page.goto('/tokens');
  await page.getByRole('button', { name: 'Create token' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name', { exact: true }).fill('Station display');
  await dialog.getByRole('combobox', { name: 'Service account' }).click();
  await page.getByRole('option', { name: 'Dispatch bridge' }).click();
  await dialog.getByText('No expiration', { exact: true }).click();
  await dialog.getByLabel('tickets:read').check();
  await dialog.getByRole('button', { name: 'Create token' }).click();
  await takeSecret(page, watch, 'pts');
  const row = page.getByRole('row', { name: /Station display/ });
  await expect(row).toContainText('No expiration');

  await page.getByRole('button', { name: 'Create token' }).click();
  await dialog.getByLabel('Name', { exact: true }).fill('Station display');
  await dialog.getByRole('combobox', { name: 'Service account' }).click();
  await page.getByRole('option', { name: 'Dispatch bridge' }).click();
  await dialog.getByLabel('tickets:read').check();
  await dialog.getByRole('button', { name: 'Create token' }).click();
  await expect(
    dialog.getByText('A token with this name already exists. Choose a different name.'),
  ).toBeVisible();
});
