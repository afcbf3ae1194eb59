import { type Host, startHost } from './host';
import { test as base, check, expect, onPage, settle } from './platform';

const PASSWORD = 'correct horse battery staple';

const test = base.extend<object, { empty: Host }>({
  empty: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from here
    async ({}, use) => {
      const host = await startHost({ demo: false });
      await use(host);
      await host.stop();
    },
    { scope: 'worker', timeout: 300_000 },
  ],
  baseURL: async ({ empty }, use) => use(empty.url),
});

test('set-up makes the operator, the organization and its administrator, and lands signed in', async ({
  page,
  empty,
}) => {
  await page.goto('/');
  await expect(page).toHaveURL(/\/set-up$/);
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
  await page.setViewportSize({ width: 1360, height: 860 });
  const operator = page.getByRole('group', { name: 'Operator' });
  const organization = page.getByRole('group', { name: 'First organization' });
  const administrator = page.getByRole('group', { name: 'Its administrator' });
  await page.getByLabel('One-time code').fill('not-the-code');
  await operator.getByLabel('E-mail').fill('operator@platform.example');
  await operator.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await organization.getByLabel('Name', { exact: true }).fill('Riverside');
  await expect(organization.getByLabel('Short name')).toHaveValue('riverside');
  await administrator.getByLabel('Name').fill('Ana Moreno');
  await administrator.getByLabel('E-mail', { exact: true }).fill('ana@riverside.example');
  await administrator.getByLabel('Password', { exact: true }).fill(PASSWORD);

  await page.getByRole('button', { name: 'Set up and sign in' }).click();
  await expect(page.getByRole('alert').first()).toBeVisible();
  await expect(page).toHaveURL(/\/set-up$/);

  await page.getByLabel('One-time code').fill(empty.setUpCode);
  await page.getByRole('button', { name: 'Set up and sign in' }).click();
  await onPage(page, 'Dashboard');
  await expect(page.getByRole('button', { name: 'Ana Moreno' })).toBeVisible();

  await page.reload();
  await onPage(page, 'Dashboard');
  await page.goto('/set-up');
  await onPage(page, 'Dashboard');
});
