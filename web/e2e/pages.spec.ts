import { ADMINISTRATOR, check, enter, expect, INTEGRATOR, onPage, settle, test, textOf } from './platform';

// They need nothing of each other.
test.describe.configure({ mode: 'parallel' });

const PAGES = [
  '/',
  '/personnel',
  '/roles',
  '/tokens',
  '/service-accounts',
  '/profile',
  '/profile?tab=security',
  '/nowhere',
];
const RECORDS = [
  ['/personnel', INTEGRATOR.name],
  ['/roles', 'Manager'],
  ['/tokens', 'Dispatch production'],
  ['/service-accounts', 'Dispatch bridge'],
] as const;

for (const [colorScheme, width] of [
  ['light', 1360],
  ['dark', 1360],
  ['light', 360],
  ['dark', 360],
] as const) {
  test.describe(`${colorScheme}, ${width} px`, () => {
    test.use({ colorScheme, viewport: { width, height: 780 } });

    test('nothing serious for axe and nothing too wide', async ({ page }) => {
      await page.goto('/sign-in');
      await page.getByLabel('E-mail').waitFor();
      await check(page);
      await page.goto('/accept-invitation?token=gone');
      await page.getByLabel('Password', { exact: true }).waitFor();
      await check(page);

      await enter(page, ADMINISTRATOR.email);
      for (const path of PAGES) {
        await page.goto(path);
        await settle(page);
        await check(page);
      }
      for (const [path, name] of RECORDS) {
        await page.goto(path);
        await page.getByRole('link', { name, exact: true }).click();
        await onPage(page, name);
        await settle(page);
        await check(page);
      }
      await page.goto('/tokens');
      await page.getByRole('button', { name: 'Create token' }).click();
      await page.getByRole('dialog').getByText('tickets:read').waitFor();
      await expect(page.getByRole('dialog').getByRole('button', { name: 'Create token' })).toBeInViewport();
      await settle(page);
      await check(page);
    });

    test('the user token page, with its dialogs', async ({ page }) => {
      await enter(page, INTEGRATOR.email, '/user-token');
      await settle(page);
      await check(page);
      await page.getByRole('button', { name: 'Regenerate token' }).click();
      await settle(page);
      await check(page);
      await page.getByRole('dialog').getByRole('button', { name: 'Regenerate token' }).click();
      await page.getByTestId('secret').waitFor();
      await settle(page);
      await check(page);
      await page.getByRole('button', { name: 'I have stored it' }).click();
      await expect(page.getByTestId('secret')).toBeHidden();
    });
  });
}

test.describe('on a phone', () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true });

  test('the drawer leads to the pages, and the main job is done at 360 px', async ({ page, watch }) => {
    await enter(page, INTEGRATOR.email);
    await page.getByRole('button', { name: 'Open navigation' }).click();
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Dashboard' }).click();
    await expect(page.getByRole('dialog')).toHaveCount(0);

    await page.getByRole('button', { name: INTEGRATOR.name }).click();
    await page.getByRole('menuitem', { name: 'User token' }).click();
    await page.getByRole('button', { name: 'Regenerate token' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Regenerate token' }).click();
    const secret = page.getByTestId('secret');
    watch.secret(await textOf(secret));
    await expect(secret).toBeInViewport();
    await expect(page.getByRole('button', { name: 'I have stored it' })).toBeInViewport();
    await page.getByRole('button', { name: 'I have stored it' }).click();
    await expect(page.getByText('Active', { exact: true })).toBeVisible();
  });
});

test('the appearance is chosen in the user menu and kept', async ({ page }) => {
  await enter(page, ADMINISTRATOR.email);
  await page.getByRole('button', { name: ADMINISTRATOR.name }).click();
  await page.getByRole('menuitemradio', { name: 'Dark' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
});
