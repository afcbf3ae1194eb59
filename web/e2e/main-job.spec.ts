import AxeBuilder from '@axe-core/playwright';
import {
  type APIRequestContext,
  type Browser,
  expect,
  type Locator,
  type Page,
  test,
} from '@playwright/test';

test.describe.configure({ mode: 'serial' });

const PASSWORD = 'correct horse battery staple';
const ADMINISTRATOR = { name: 'Ana Moreno', email: 'ana@riverside.example' };
const HOLDER = { name: 'Sam Okafor', email: 'sam@riverside.example' };
const MEMBER = { name: 'Mia Lund', email: 'mia@riverside.example' };

/** The organization's id as the User token page shows it; the calls with the secret need it. */
let organizationId: string;

async function signIn(page: Page, email: string) {
  await page.goto('/sign-in');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Dashboard' })).toBeVisible();
}

/** Adds a person and lets them accept the invitation in a browser of their own. */
async function invite(page: Page, browser: Browser, person: typeof HOLDER, role: string) {
  await page.goto('/personnel');
  await page.getByRole('button', { name: 'Add person' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name', { exact: true }).fill(person.name);
  await dialog.getByLabel('E-mail').fill(person.email);
  await dialog.getByRole('combobox', { name: 'Roles' }).click();
  await page.getByRole('option', { name: role, exact: true }).click();
  await page.keyboard.press('Escape');
  await dialog.getByRole('button', { name: 'Add person' }).click();
  const link = await textOf(dialog.getByText('/accept-invitation?token='));
  await dialog.getByRole('button', { name: 'Done' }).click();

  const theirs = await browser.newContext();
  const invited = await theirs.newPage();
  await invited.goto(link);
  await expect(invited).toHaveURL(/\/accept-invitation$/);
  await invited.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await invited.getByRole('button', { name: 'Accept and sign in' }).click();
  await expect(invited.getByRole('heading', { level: 1, name: 'Dashboard' })).toBeVisible();
  await theirs.close();
}

async function textOf(locator: Locator): Promise<string> {
  return (await locator.textContent()) ?? '';
}

async function statusWith(request: APIRequestContext, secret: string) {
  const response = await request.get('/api/v1/me', {
    headers: { Authorization: `Bearer ${secret}`, 'Organization-ID': organizationId },
  });
  return response.status();
}

/** Copies by the button, checks that the clipboard has what is shown, and says that it is stored. */
async function takeSecret(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Copy token' }).click();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toBe(await textOf(page.getByTestId('secret')));
  expect(copied).toMatch(/^ptu_[0-9A-Za-z]{42}$/);
  await page.getByRole('button', { name: 'I have stored it' }).click();
  await expect(page.getByTestId('secret')).toBeHidden();
  const stored = await page.evaluate(() =>
    JSON.stringify([{ ...localStorage }, { ...sessionStorage }, location.href]),
  );
  expect(stored).not.toContain(copied);
  return copied;
}

test('set-up makes the operator, the organization and its administrator, and lands signed in', async ({
  page,
}) => {
  await page.goto('/');
  await expect(page).toHaveURL(/\/set-up$/);
  await page.getByLabel('One-time code').fill(process.env.PLATFORM_SETUP_CODE ?? '');
  const operator = page.getByRole('group', { name: 'Operator' });
  await operator.getByLabel('E-mail').fill('operator@platform.example');
  await operator.getByLabel('Password', { exact: true }).fill(PASSWORD);
  const organization = page.getByRole('group', { name: 'First organization' });
  await organization.getByLabel('Name', { exact: true }).fill('Riverside');
  await expect(organization.getByLabel('Short name')).toHaveValue('riverside');
  const administrator = page.getByRole('group', { name: 'Its administrator' });
  await administrator.getByLabel('Name').fill(ADMINISTRATOR.name);
  await administrator.getByLabel('E-mail', { exact: true }).fill(ADMINISTRATOR.email);
  await administrator.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Set up and sign in' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Dashboard' })).toBeVisible();

  await page.reload();
  await expect(page.getByRole('heading', { level: 1, name: 'Dashboard' })).toBeVisible();
});

test('the administrator enables API access for a person', async ({ page, browser }) => {
  await signIn(page, ADMINISTRATOR.email);
  await invite(page, browser, HOLDER, 'API user');
  await invite(page, browser, MEMBER, 'Member');

  await page.goto('/personnel');
  await page.getByRole('link', { name: HOLDER.name }).click();
  await page.getByLabel('Enable API access token').check();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('record is saved')).toBeVisible();
  await page.reload();
  await expect(page.getByLabel('Enable API access token')).toBeChecked();
});

test('the person generates, copies, uses, regenerates and removes a token', async ({ page, request }) => {
  await signIn(page, HOLDER.email);
  await page.getByRole('button', { name: HOLDER.name }).click();
  await page.getByRole('menuitem', { name: 'User token' }).click();
  const id = page.getByText(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);
  organizationId = await textOf(id);

  await page.getByRole('button', { name: 'Generate token' }).click();
  const first = await takeSecret(page);
  await expect(page.getByText('Active', { exact: true })).toBeVisible();
  await expect(page.getByText('365', { exact: true })).toBeVisible();
  expect(await statusWith(request, first)).toBe(200);

  await page.getByRole('button', { name: 'Regenerate token' }).click();
  await expect(page.getByRole('dialog')).toContainText('stops working at once');
  await page.getByRole('dialog').getByRole('button', { name: 'Regenerate token' }).click();
  const second = await takeSecret(page);
  expect(await statusWith(request, first)).toBe(401);
  expect(await statusWith(request, second)).toBe(200);

  await page.getByRole('button', { name: 'Remove token' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove token' }).click();
  await expect(page.getByText('You have no token')).toBeVisible();
  expect(await statusWith(request, second)).toBe(401);
});

test('a member without the right sees no entry, and only what a member may', async ({ page }) => {
  await signIn(page, MEMBER.email);
  await expect(
    page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Tokens' }),
  ).toHaveCount(0);
  await page.getByRole('button', { name: MEMBER.name }).click();
  await expect(page.getByRole('menuitem', { name: 'Profile and security' })).toBeVisible();
  await expect(page.getByRole('menuitem', { name: 'User token' })).toHaveCount(0);
});

test('deactivating says how many tokens die, and they do', async ({ page, request, browser }) => {
  const theirs = await browser.newContext();
  const holder = await theirs.newPage();
  await signIn(holder, HOLDER.email);
  await holder.goto('/profile?tab=api-token');
  await holder.getByRole('button', { name: 'Generate token' }).click();
  const secret = await takeSecret(holder);
  expect(await statusWith(request, secret)).toBe(200);

  await signIn(page, ADMINISTRATOR.email);
  await page.goto('/personnel');
  await page.getByRole('link', { name: HOLDER.name }).click();
  await page.getByRole('button', { name: 'Deactivate' }).click();
  await expect(page.getByRole('dialog')).toContainText('1 token stops working at once');
  await page.getByRole('dialog').getByRole('button', { name: 'Deactivate' }).click();
  await expect(page.getByText('Deactivated', { exact: true })).toBeVisible();
  expect(await statusWith(request, secret)).toBe(401);
  await theirs.close();
});

test('a service account gets a token, which is revoked with a receipt', async ({ page, request }) => {
  await signIn(page, ADMINISTRATOR.email);
  await page.goto('/service-accounts');
  await page.getByRole('button', { name: 'Create service account' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name', { exact: true }).fill('Dispatch gateway');
  await dialog.getByLabel('people:read').check();
  await dialog.getByRole('button', { name: 'Create service account' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Dispatch gateway' })).toBeVisible();

  await page.getByRole('button', { name: 'Create token' }).click();
  await dialog.getByLabel('Name', { exact: true }).fill('dispatch-production');
  await dialog.getByRole('button', { name: '90 days' }).click();
  await dialog.getByLabel('people:read').check();
  await dialog.getByRole('button', { name: 'Create token' }).click();
  const secret = await textOf(page.getByTestId('secret'));
  await page.getByRole('button', { name: 'I have stored it' }).click();
  expect(await statusWith(request, secret)).toBe(200);

  await page.getByRole('link', { name: 'dispatch-production' }).click();
  await page.getByRole('button', { name: 'Revoke', exact: true }).click();
  await dialog.getByRole('button', { name: 'Revoke token' }).click();
  await expect(page.getByText('No node accepts dispatch-production any more.')).toBeVisible();
  expect(await statusWith(request, secret)).toBe(401);
});

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1360, 360]) {
    test(`nothing serious for axe and nothing too wide: ${colorScheme}, ${width} px`, async ({ browser }) => {
      test.setTimeout(120_000);
      const context = await browser.newContext({ colorScheme, viewport: { width, height: 780 } });
      const page = await context.newPage();
      const refused: string[] = [];
      page.on('console', (message) => {
        if (message.text().includes('Content Security Policy')) refused.push(message.text());
      });
      await page.goto('/sign-in');
      await page.getByLabel('E-mail').waitFor();
      await check(page);
      await signIn(page, ADMINISTRATOR.email);
      for (const path of [
        '/',
        '/personnel',
        '/roles',
        '/tokens',
        '/service-accounts',
        '/profile',
        '/profile?tab=security',
        '/user-token',
      ]) {
        await page.goto(path);
        await page.getByRole('heading', { level: 1 }).waitFor();
        await page.waitForLoadState('networkidle');
        await check(page);
      }
      expect(refused).toEqual([]);
      await context.close();
    });
  }
}

async function check(page: Page) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(grave.map(({ id, nodes }) => `${page.url()} ${id}: ${nodes[0]?.html}`)).toEqual([]);
  expect(
    await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
  ).toBeLessThanOrEqual(0);
}
