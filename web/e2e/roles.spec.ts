import type { Page } from '@playwright/test';
import {
  ADMINISTRATOR,
  apiOf,
  check,
  enter,
  expect,
  INTEGRATOR,
  MEMBER,
  OPERATOR,
  onPage,
  settle,
  takeSecret,
  test,
} from './platform';

const rowsOf = (page: Page, table: string) => page.getByRole('table', { name: table }).locator('tbody tr');

test('a role is cloned, given on the record, changed after its preview, and deleted with reassignment', async ({
  page,
  request,
}) => {
  const admin = await apiOf(request, ADMINISTRATOR.email);
  await enter(page, ADMINISTRATOR.email);
  await page.getByRole('link', { name: 'Roles' }).click();
  await page.getByLabel('Search by name').fill('mana');
  await expect(page).toHaveURL(/[?&]q=mana/);
  await expect(rowsOf(page, 'Roles')).toHaveText([/Manager.*Built in/]);
  await page.getByRole('link', { name: 'Manager', exact: true }).click();
  await expect(page.getByText('It can’t be changed')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Delete' })).toHaveCount(0);
  await expect(page.getByRole('checkbox')).toHaveCount(0);

  await page.getByRole('button', { name: 'Clone' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('manager');
  await page.getByRole('button', { name: 'Clone role' }).click();
  await expect(page.getByRole('alert').first()).toContainText('already exists');
  await page.getByRole('dialog').getByLabel('Name').fill('Crew');
  await page.getByRole('button', { name: 'Clone role' }).click();
  await onPage(page, 'Crew');
  await expect(page.getByText('Nobody has this role')).toBeVisible();

  // The person's record: the role is chosen there.
  const [ira] = (await admin('GET', '/people?q=Ira')).items;
  await page.goto(`/personnel/${ira.id}`);
  await onPage(page, INTEGRATOR.name);
  const roles = page.getByRole('region', { name: 'Roles' });
  await roles.getByRole('combobox', { name: 'Roles' }).click();
  await page.getByRole('option', { name: 'Crew' }).click();
  await page.keyboard.press('Escape');
  await roles.getByRole('button', { name: 'Save roles' }).click();
  await expect(page.getByText('Ira Integrator’s roles are saved.')).toBeVisible();
  expect((await admin('GET', `/people/${ira.id}`)).roles.map(({ name }: { name: string }) => name)).toContain(
    'Crew',
  );

  await page.goto('/roles?q=Crew');
  await page.getByRole('link', { name: 'Crew', exact: true }).click();
  await expect(rowsOf(page, 'People with this role')).toHaveText([new RegExp(INTEGRATOR.name)]);

  // One action of a resource instead of all: the rest is lost, by a person and by the person's token.
  await page.getByLabel('Search permission').fill('people');
  const cell = (name: string) => page.getByRole('checkbox', { name, exact: true });
  await expect(cell('people:write')).toBeChecked();
  await expect(cell('people:write')).toBeDisabled();
  await cell('people:*').uncheck();
  await expect(cell('people:write')).not.toBeChecked();
  await cell('people:read').check();
  await page.getByRole('button', { name: 'Preview and save' }).click();
  const asked = page.getByRole('dialog', { name: 'Save Crew?' });
  await expect(asked.getByRole('region', { name: /^1 person: 1 lose/ })).toContainText(
    /Ira Integrator.*loses people:write/,
  );
  await expect(asked.getByRole('region', { name: /^1 token: 1 lose/ })).toContainText(/loses people:write/);
  await asked.getByRole('button', { name: 'Cancel' }).click();
  expect((await admin('GET', '/people?permission=people:write')).items).toContainEqual(
    expect.objectContaining({ id: ira.id }),
  );
  await page.getByRole('button', { name: 'Preview and save' }).click();
  await asked.getByRole('button', { name: 'Save role' }).click();
  await expect(page.getByText('Crew is saved.')).toBeVisible();
  expect((await admin('GET', '/people?permission=people:write')).items).not.toContainEqual(
    expect.objectContaining({ id: ira.id }),
  );

  // A wildcard and an item stand beside the matrix; an unknown name is refused with the nearest one.
  const others = page.getByRole('combobox', { name: 'Wildcards and single items' });
  await others.fill('urn:platform:tokens:4711:raed');
  await others.press('Enter');
  await page.getByRole('button', { name: 'Preview and save' }).click();
  await expect(page.getByText('There is no permission')).toContainText('tokens:read');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('button', { name: 'Undo' })).toHaveCount(0);

  await page.getByRole('button', { name: 'Delete' }).click();
  const deleting = page.getByRole('dialog', { name: 'Delete Crew?' });
  await expect(deleting.getByRole('button', { name: 'Delete role' })).toBeDisabled();
  await deleting.getByRole('combobox', { name: /^1 person has this role/ }).click();
  await page.getByRole('option', { name: 'Member' }).click();
  await expect(deleting.getByRole('region', { name: /^1 person: 1 lose/ })).toContainText(INTEGRATOR.name);
  await deleting.getByRole('button', { name: 'Delete role' }).click();
  await onPage(page, 'Roles');
  await expect(rowsOf(page, 'Roles').filter({ hasText: 'Crew' })).toHaveCount(0);
  expect((await admin('GET', `/people/${ira.id}`)).roles.map(({ name }: { name: string }) => name)).toContain(
    'Member',
  );
});

test('whoever may not change roles only reads them, and nobody but an operator sees applications', async ({
  page,
}) => {
  await enter(page, MEMBER.email);
  const navigation = page.getByRole('navigation', { name: 'Main' });
  await expect(navigation.getByRole('link', { name: 'Applications' })).toHaveCount(0);
  await navigation.getByRole('link', { name: 'Roles' }).click();
  await expect(page.getByRole('table', { name: 'Roles' })).toContainText('Member');
  await expect(page.getByRole('button', { name: 'Create role' })).toHaveCount(0);
  await page.getByRole('link', { name: 'Manager', exact: true }).click();
  await onPage(page, 'Manager');
  await expect(page.getByRole('button', { name: 'Clone' })).toHaveCount(0);
  await page.goto('/instance/applications');
  await expect(page.getByText('You need the permission operator')).toBeVisible();
});

test('an operator registers an application, issues its token, and sees what a removal takes away', async ({
  page,
  request,
  watch,
}) => {
  await enter(page, OPERATOR.email);
  await page.getByRole('link', { name: 'Applications' }).click();
  await page.getByRole('button', { name: 'Register application' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('Garages');
  await page.getByRole('dialog').getByRole('button', { name: 'Register application' }).click();
  await onPage(page, 'Garages');

  await page.getByRole('button', { name: 'Add resource' }).click();
  await page.getByLabel('Resource', { exact: true }).fill('garages');
  const actions = page.getByRole('combobox', { name: 'Actions' });
  for (const action of ['read', 'open']) {
    await actions.fill(action);
    await actions.press('Enter');
  }
  await page.getByLabel('What it is').fill('Doors of the garages');
  await page.getByRole('button', { name: 'Save application' }).click();
  await expect(page.getByText('Garages is saved.')).toBeVisible();

  await page.getByRole('button', { name: 'Issue token' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('Gateway');
  await page.getByRole('dialog').getByRole('button', { name: 'Issue token' }).click();
  const secret = await takeSecret(page, watch, 'pta');
  await expect(rowsOf(page, 'Tokens of the application')).toHaveText([/Gateway.*Active/]);

  const admin = await apiOf(request, ADMINISTRATOR.email);
  const role = await admin('POST', '/roles', {
    name: 'Door keepers',
    permissions: ['garages:open', 'garages:read'],
  });
  await page.getByRole('group', { name: 'garages' }).getByText('open', { exact: true }).waitFor();
  await actions.click();
  await actions.press('Backspace');
  await page.getByRole('button', { name: 'Preview and save' }).click();
  const asked = page.getByRole('dialog', { name: 'Save Garages?' });
  await expect(asked).toContainText('garages:open');
  await expect(asked).toContainText('Northside Fire Department');
  await expect(asked).toContainText('1 role (Door keepers)');
  await asked.getByRole('button', { name: 'Remove and save' }).click();
  await expect(asked).toBeHidden();
  expect((await admin('GET', `/roles/${role.id}`)).permissions).toEqual(['garages:read']);

  await page.getByRole('button', { name: 'Revoke Gateway' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke token' }).click();
  const receipt = page.getByRole('dialog', { name: 'Gateway is revoked' });
  await expect(receipt).toContainText(/No node accepts it any more: 1 confirmed within [\d.]+ m?s\./);
  await receipt.getByRole('button', { name: 'Done' }).click();
  await expect(rowsOf(page, 'Tokens of the application')).toHaveText([/Gateway.*Revoked/]);
  const refused = await request.post('/api/v1/verify', {
    headers: { Authorization: `Bearer ${secret}` },
    data: { token: 'anything' },
  });
  expect(refused.status()).toBe(401);

  await page.getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByRole('dialog')).toContainText('1 role (Door keepers)');
  await page.getByRole('button', { name: 'Delete application' }).click();
  await onPage(page, 'Applications');
  expect((await admin('GET', `/roles/${role.id}`)).permissions).toEqual([]);
});

test('two thousand permissions scroll and are searched like a dozen', async ({ page, request }) => {
  const operator = await apiOf(request, OPERATOR.email);
  const admin = await apiOf(request, ADMINISTRATOR.email);
  const actions = Array.from({ length: 20 }, (_, at) => `act-${at}`);
  const applications: { id: string }[] = [];
  for (let app = 0; app < 10; app++) {
    const resources = Array.from({ length: 10 }, (_, at) => ({ name: `large-${app}-${at}`, actions }));
    applications.push(await operator('POST', '/instance/applications', { name: `Large ${app}`, resources }));
  }
  const role = await admin('POST', '/roles', { name: 'Large', permissions: ['large-9-9:act-19'] });

  await enter(page, ADMINISTRATOR.email, `/roles/${role.id}`);
  await onPage(page, 'Large');
  const drawn = page.getByTestId('permission-row');
  await expect(drawn.first()).toBeVisible();
  expect(await drawn.count()).toBeLessThan(60);
  expect(await page.getByRole('checkbox').count()).toBeLessThan(900);

  await page.getByRole('region', { name: 'Permissions', exact: true }).evaluate((scroller) => {
    scroller.scrollTop = scroller.scrollHeight;
  });
  await expect(page.getByRole('checkbox', { name: 'tokens:read', exact: true })).toHaveCount(0);
  expect(await drawn.count()).toBeLessThan(60);

  await page.getByLabel('Search permission').fill('large-9-9');
  await expect(page.getByRole('checkbox', { name: 'large-9-9:act-19', exact: true })).toBeChecked();
  await page.getByRole('checkbox', { name: 'large-9-9:act-7', exact: true }).check();
  await page.getByRole('button', { name: 'Preview and save' }).click();
  await expect(page.getByText('Nobody gains or loses anything by this.')).toBeVisible();
  await page.getByRole('button', { name: 'Save role' }).click();
  await expect(page.getByText('Large is saved.')).toBeVisible();
  expect((await admin('GET', `/roles/${role.id}`)).permissions).toEqual([
    'large-9-9:act-19',
    'large-9-9:act-7',
  ]);
  for (const { id } of applications) await operator('DELETE', `/instance/applications/${id}`);
});

for (const [colorScheme, width] of [
  ['light', 1360],
  ['dark', 1360],
  ['light', 360],
] as const) {
  test.describe(`${colorScheme}, ${width} px`, () => {
    test.use({ colorScheme, viewport: { width, height: 780 } });

    test('the role and application pages hold', async ({ page, request }) => {
      const admin = await apiOf(request, ADMINISTRATOR.email);
      const name = `Checked ${colorScheme} ${width}`;
      const role = await admin('POST', '/roles', { name, permissions: ['people:*', '*:read'] });
      const [mia] = (await admin('GET', '/people?q=Mia')).items;
      await admin('PUT', `/people/${mia.id}/roles`, { roleIds: [role.id] });
      await enter(page, ADMINISTRATOR.email, '/roles');
      await page.getByRole('button', { name: 'Create role' }).click();
      await page.getByRole('dialog').getByLabel('Name').waitFor();
      await settle(page);
      await check(page);
      await page.goto(`/roles/${role.id}`);
      await onPage(page, name);
      await settle(page);
      await check(page);
      await page.getByRole('checkbox', { name: 'people:*', exact: true }).uncheck();
      await page.getByRole('button', { name: 'Preview and save' }).click();
      await page.getByRole('dialog').getByText('loses people:write').waitFor();
      await settle(page);
      await check(page);
      await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();

      await page.context().clearCookies();
      await enter(page, OPERATOR.email, '/instance/applications');
      await settle(page);
      await check(page);
      await rowsOf(page, 'Applications').getByRole('link').first().click();
      await page.getByRole('button', { name: 'Issue token' }).waitFor();
      await settle(page);
      await check(page);
    });
  });
}
