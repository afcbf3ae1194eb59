import type { Page } from '@playwright/test';
import { type Host, startHost } from './host';
import {
  ADMINISTRATOR,
  test as base,
  check,
  enter,
  expect,
  inOwnBrowser,
  OPERATOR,
  onPage,
  settle,
  signIn,
  textOf,
} from './platform';

const PASSWORD = 'correct horse battery staple';
const NORTHSIDE = 'Northside Fire Department';

const test = base.extend<object, { strict: Host }>({
  strict: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from here
    async ({}, use) => {
      const host = await startHost({ demo: false });
      await use(host);
      await host.stop();
    },
    { scope: 'worker', timeout: 300_000 },
  ],
});

const rowsOf = (page: Page, table: string) => page.getByRole('table', { name: table }).locator('tbody tr');

/** In the field above the support entries. Both organizations stand there until the search has answered. */
async function chooseNorthside(page: Page) {
  await page.getByRole('combobox', { name: 'Organization' }).fill('north');
  await expect(page.getByRole('option')).toHaveCount(1);
  await page.getByRole('option', { name: NORTHSIDE }).click();
}

/** Both colours, on a desk and in a hand. */
async function checkEverywhere(page: Page) {
  for (const [colorScheme, width] of [
    ['light', 1360],
    ['dark', 1360],
    ['light', 360],
    ['dark', 360],
  ] as const) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 860 });
    await settle(page);
    await check(page);
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 1360, height: 860 });
}

test('an operator is invited by a link, joins, and is removed', async ({ page, watch }) => {
  await enter(page, OPERATOR.email);
  await page.getByRole('link', { name: 'Operators' }).click();
  await onPage(page, 'Operators');
  await expect(rowsOf(page, 'Operators')).toHaveText([/operator@demo\.example \(you\).*Active/]);

  // The last one stays.
  await page.getByRole('button', { name: `Remove ${OPERATOR.email}` }).click();
  const asked = page.getByRole('dialog', { name: `Remove ${OPERATOR.email}?` });
  await asked.getByRole('button', { name: 'Remove operator' }).click();
  await expect(asked.getByRole('alert')).toContainText('last operator');
  await asked.getByRole('button', { name: 'Cancel' }).click();

  await page.getByRole('button', { name: 'Invite operator' }).click();
  const dialog = page.getByRole('dialog', { name: 'Invite an operator' });
  await dialog.getByLabel('E-mail').fill('second@demo.example');
  await dialog.getByRole('button', { name: 'Make a link' }).click();
  const link = await textOf(dialog.getByRole('code'));
  expect(link).toContain('/accept-invitation?token=');
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(rowsOf(page, 'Operators').filter({ hasText: 'second@demo.example' })).toContainText('Invited');
  await checkEverywhere(page);

  const theirs = await inOwnBrowser(page, watch);
  await theirs.goto(new URL(link).pathname + new URL(link).search);
  await theirs.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await theirs.getByRole('button', { name: 'Accept and sign in' }).click();
  await onPage(theirs, 'Dashboard');
  await theirs.getByRole('link', { name: 'Operators' }).click();
  await expect(rowsOf(theirs, 'Operators').filter({ hasText: '(you)' })).toContainText('second@demo.example');

  await page.reload();
  await expect(rowsOf(page, 'Operators').filter({ hasText: 'second@demo.example' })).toContainText('Active');
  await page.getByRole('button', { name: 'Remove second@demo.example' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove operator' }).click();
  await expect(rowsOf(page, 'Operators')).toHaveCount(1);
  await theirs.getByRole('link', { name: 'Jobs' }).click();
  await expect(theirs).toHaveURL(/\/sign-in/);
});

test('an operator enters an organization as support, which sees why and shows them out', async ({
  page,
  watch,
}) => {
  await enter(page, OPERATOR.email);
  await page.getByRole('link', { name: 'Operators' }).click();
  await chooseNorthside(page);
  await expect(page.getByText('Nobody has entered as support')).toBeVisible();
  await page.getByRole('button', { name: 'Enter as support' }).click();
  const dialog = page.getByRole('dialog', { name: 'Enter as support' });
  await dialog.getByRole('button', { name: 'Enter', exact: true }).click();
  await expect(dialog.getByText('Say why')).toBeVisible();
  await dialog.getByLabel('Reason').fill('Lost tokens, ticket 4711');
  await checkEverywhere(page);
  await dialog.getByRole('button', { name: 'Enter', exact: true }).click();

  await onPage(page, 'Dashboard');
  const banner = page.getByRole('region', { name: 'Support' });
  await expect(banner).toHaveText(
    /You are in Northside Fire Department as support until \d\d:\d\d: Lost tokens, ticket 4711/,
  );
  await checkEverywhere(page);

  // Everything is to be read, and nothing to be changed.
  await page.getByRole('link', { name: 'Personnel' }).click();
  await expect(rowsOf(page, 'People').filter({ hasText: ADMINISTRATOR.name })).toHaveCount(1);
  await expect(page.getByRole('button', { name: 'Add person' })).toHaveCount(0);
  await page.getByRole('link', { name: 'Tokens', exact: true }).click();
  await onPage(page, 'Tokens');
  await expect(page.getByRole('button', { name: 'Create token' })).toHaveCount(0);
  await page.reload();
  await expect(banner).toBeVisible();

  // The organization: a notice leads to the entry, which is ended.
  const theirs = await inOwnBrowser(page, watch);
  await signIn(theirs, ADMINISTRATOR.email);
  await onPage(theirs, 'Dashboard');
  await theirs.goto('/notifications');
  await theirs.getByRole('link', { name: 'An operator has entered as support' }).click();
  await onPage(theirs, 'Settings');
  await expect(theirs.getByRole('tab', { name: 'Support' })).toHaveAttribute('aria-selected', 'true');
  await expect(rowsOf(theirs, 'Support entries')).toHaveText([
    /operator@demo\.example.*Lost tokens, ticket 4711.*Open/,
  ]);
  await checkEverywhere(theirs);
  await theirs.getByRole('button', { name: `End the support entry of ${OPERATOR.email}` }).click();
  await theirs.getByRole('dialog').getByRole('button', { name: 'End support entry' }).click();
  await expect(rowsOf(theirs, 'Support entries')).toHaveText([/Ended.*By Ada Admin/]);

  await page.getByRole('link', { name: 'Personnel' }).click();
  await expect(banner).toBeHidden();
  await expect(page.getByRole('link', { name: 'Personnel' })).toHaveCount(0);
});

test('an operator leaves an organization by the banner', async ({ page }) => {
  await enter(page, OPERATOR.email, '/instance/operators');
  await chooseNorthside(page);
  await page.getByRole('button', { name: 'Enter as support' }).click();
  const dialog = page.getByRole('dialog', { name: 'Enter as support' });
  await dialog.getByLabel('Reason').fill('A short look');
  await dialog.getByRole('button', { name: 'Enter', exact: true }).click();
  const banner = page.getByRole('region', { name: 'Support' });
  await banner.getByRole('button', { name: 'Leave' }).click();
  await expect(banner).toBeHidden();
  await page.getByRole('link', { name: 'Operators' }).click();
  await chooseNorthside(page);
  await expect(rowsOf(page, 'Support entries').first()).toHaveText(/A short look.*Ended.*By operator@demo/);
});

test.describe('where operators need a second factor', () => {
  test.use({ baseURL: async ({ strict }, use) => use(strict.url) });

  test('the pages of the instance lead to it', async ({ page, request, strict }) => {
    const email = 'operator@platform.example';
    const made = await request.post('/api/v1/setup', {
      data: {
        code: strict.setUpCode,
        operator: { email, password: PASSWORD },
        organization: { name: 'Riverside', slug: 'riverside' },
        administrator: { name: 'Ana Moreno', email },
      },
    });
    expect(made.ok()).toBe(true);

    // Signing in leads there too: whoever has none sets one up first. This session is from before that.
    const { refreshToken } = await made.json();
    const session = await page.request.post('/api/v1/auth?cookie=true', { data: { refreshToken } });
    expect(session.ok()).toBe(true);
    await page.goto('/instance/operators');
    await expect(page.getByText('A second factor is required here').first()).toBeVisible();
    await checkEverywhere(page);
    await page.getByRole('link', { name: 'Set up a second factor' }).first().click();
    await onPage(page, 'Profile and security');
    await page.getByRole('region', { name: 'Second factor' }).getByRole('button', { name: 'Set up' }).click();
    await expect(page.getByRole('dialog', { name: 'Set up a second factor' })).toBeVisible();
  });
});
