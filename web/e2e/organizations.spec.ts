import {
  apiOf,
  check,
  enter,
  expect,
  INTEGRATOR,
  OPERATOR,
  onPage,
  settle,
  statusWith,
  test,
} from './platform';

test.describe.configure({ mode: 'serial' });

const NAME = 'Riverside Rescue';

test('an organization is created, and its administrator joins by the link that is shown once', async ({
  page,
  watch,
}) => {
  await enter(page, OPERATOR.email, '/instance/organizations');
  await onPage(page, 'Organizations');
  const list = page.getByRole('table', { name: 'Organizations' });
  await expect(
    list.getByRole('row', { name: /Northside Fire Department.*northside-fire.*Active/ }),
  ).toBeVisible();
  await page.getByRole('button', { name: 'Create organization' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Create organization' }).click();
  await expect(dialog.getByText('Enter an e-mail address')).toBeVisible();
  await dialog.getByLabel('Name', { exact: true }).fill(NAME);
  await expect(dialog.getByLabel('Short name')).toHaveValue('riverside-rescue');
  await dialog.getByLabel('Short name').fill('northside-fire');
  await dialog.getByLabel('Administrator’s name').fill('Rita River');
  await dialog.getByLabel('Administrator’s e-mail').fill('rita@riverside.example');
  await dialog.getByRole('button', { name: 'Create organization' }).click();
  await expect(dialog.getByText('Choose a different one')).toBeVisible();
  await dialog.getByLabel('Short name').fill('riverside-rescue');
  await dialog.getByRole('button', { name: 'Create organization' }).click();
  await expect(dialog.getByText('Hand this link to Rita River')).toBeVisible();
  const link = (await dialog.locator('code').textContent()) ?? '';
  const token = new URL(link).searchParams.get('token') ?? '';
  expect(token.length).toBeGreaterThan(20);
  watch.secret(token);
  const joined = await page.request.post('/api/v1/auth/accept-invitation', {
    data: { token, password: 'a-password-of-her-own' },
  });
  expect(joined.ok()).toBe(true);
  await dialog.getByRole('button', { name: 'Open organization' }).click();
  await onPage(page, NAME);
  await expect(page.getByLabel('Short name')).toHaveValue('riverside-rescue');
});

test('the list is searched and filtered, and says so where nothing matches', async ({ page }) => {
  await enter(page, OPERATOR.email, '/instance/organizations');
  const list = page.getByRole('table', { name: 'Organizations' });
  await page.getByLabel('Search by name or short name').fill('river');
  await expect(list.getByRole('row')).toHaveCount(2);
  await expect(page).toHaveURL(/q=river/);
  await page.getByRole('combobox', { name: 'Status' }).click();
  await page.getByRole('option', { name: 'Suspended' }).click();
  await expect(page.getByText('No organization matches')).toBeVisible();
  await page.getByRole('button', { name: 'Clear' }).click();
  await expect(list.getByRole('row', { name: /Harbor City Works/ })).toBeVisible();
});

test('an organization is renamed, suspended with a receipt and resumed', async ({ page, request }) => {
  const administrator = await apiOf(request, 'admin@harbor.example');
  const account = await administrator('POST', '/service-accounts', {
    name: 'Probe',
    permissions: ['people:read'],
  });
  const issued = await administrator('POST', '/tokens', {
    serviceAccountId: account.id,
    name: 'Probe',
    expiresAt: null,
    scopes: ['people:read'],
  });
  const status = (organization: string) => statusWith(request, issued.secret, organization);
  expect(await status('harbor-city')).toBe(200);

  await enter(page, OPERATOR.email, '/instance/organizations');
  await page.getByRole('link', { name: 'Harbor City Works' }).click();
  await onPage(page, 'Harbor City Works');
  await page.getByLabel('Short name').fill('harbor');
  await expect(page.getByText('For 30 days harbor-city still works')).toBeVisible();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Harbor City Works is saved.')).toBeVisible();
  expect([await status('harbor'), await status('harbor-city')]).toEqual([200, 200]);

  await page.getByRole('button', { name: 'Suspend organization' }).click();
  let dialog = page.getByRole('dialog');
  await expect(dialog.getByText('are refused from the next request on')).toBeVisible();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  expect(await status('harbor')).toBe(200);
  await page.getByRole('button', { name: 'Suspend organization' }).click();
  dialog = page.getByRole('dialog');
  await dialog.getByLabel('Reason').fill('The contract has ended');
  await dialog.getByRole('button', { name: 'Suspend organization' }).click();
  await expect(dialog.getByText('No node accepts any token or session of it any more')).toBeVisible();
  expect(await status('harbor')).toBe(403);
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByText('Reason: The contract has ended')).toBeVisible();
  await page.getByRole('button', { name: 'Resume organization' }).click();
  await expect(page.getByText('Harbor City Works works again.')).toBeVisible();
  expect(await status('harbor')).toBe(200);
});

test('an organization is deleted by typing its name, and restored', async ({ page }) => {
  await enter(page, OPERATOR.email, '/instance/organizations?q=river');
  await page.getByRole('link', { name: NAME }).click();
  await page.getByRole('button', { name: 'Delete organization' }).click();
  const dialog = page.getByRole('dialog');
  const sure = dialog.getByRole('button', { name: 'Delete organization' });
  await expect(dialog.getByText('Then every record of it is deleted')).toBeVisible();
  await dialog.getByLabel(`Type ${NAME} to confirm`).fill(NAME.toLowerCase());
  await expect(sure).toBeDisabled();
  await dialog.getByLabel(`Type ${NAME} to confirm`).fill(NAME);
  await sure.click();
  await expect(dialog.getByText('Can be restored until')).toBeVisible();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByText('all that belongs to it is deleted for good')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Suspend organization' })).toHaveCount(0);
  const refused = await page.request.post('/api/v1/auth/sign-in', {
    data: { email: 'rita@riverside.example', password: 'a-password-of-her-own' },
  });
  expect((await refused.json()).code).toBe('organization-suspended');
  await page.getByRole('button', { name: 'Restore organization' }).click();
  await expect(page.getByText(`${NAME} is restored.`)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Suspend organization' })).toBeVisible();
});

test('an administrator exports everything and changes the short name, warned of what that means', async ({
  page,
}) => {
  await enter(page, 'admin@northside.example', '/settings');
  await onPage(page, 'Settings');
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export everything' }).click(),
  ]);
  expect(file.suggestedFilename()).toMatch(/^northside-fire-\d{4}-\d\d-\d\d\.zip$/);
  await page.getByLabel('Short name').fill('northside');
  await expect(page.getByText('For 30 days northside-fire still works')).toBeVisible();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('The organization is saved.')).toBeVisible();
  await page.reload();
  await expect(page.getByLabel('Short name')).toHaveValue('northside');
});

test('health says how the instance stands', async ({ page }) => {
  await enter(page, OPERATOR.email);
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Health' }).click();
  await onPage(page, 'Health');
  await expect(page.getByText('SQLite')).toBeVisible();
  await expect(page.getByText('answers you')).toBeVisible();
  await expect(page.getByText('Serving')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Outbox' }).getByText('Waiting')).toBeVisible();
});

test('who runs no instance sees none of it', async ({ page }) => {
  await enter(page, INTEGRATOR.email);
  const navigation = page.getByRole('navigation', { name: 'Main' });
  for (const name of ['Organizations', 'Health']) {
    await expect(navigation.getByRole('link', { name })).toHaveCount(0);
  }
  await page.goto('/instance/organizations');
  await expect(page.getByRole('alert').getByText('You need the permission operator for this')).toBeVisible();
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
      await enter(page, OPERATOR.email, '/instance/organizations');
      await page.getByRole('link', { name: NAME }).waitFor();
      await settle(page);
      await check(page);
      await page.getByRole('button', { name: 'Create organization' }).click();
      await page.getByRole('dialog').getByLabel('Short name').waitFor();
      await check(page);
      await page.keyboard.press('Escape');
      await page.getByRole('link', { name: NAME }).click();
      await onPage(page, NAME);
      await page.getByLabel('Short name').fill('another-name');
      await settle(page);
      await check(page);
      await page.getByRole('button', { name: 'Delete organization' }).click();
      await page.getByLabel(`Type ${NAME} to confirm`).waitFor();
      await check(page);
      await page.goto('/instance/health');
      await page.getByText('answers you').waitFor();
      await check(page);
    });
  });
}
