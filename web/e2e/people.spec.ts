import fs from 'node:fs';
import type { Page } from '@playwright/test';
import { ADMINISTRATOR, apiOf, check, enter, expect, INTEGRATOR, onPage, test, textOf } from './platform';

const GOOD = `name,email,title,roles,apiAccess,shoe size
Noor Newcomer,noor@northside.example,Crew,Member;API user,yes,42
Olu Onboard,olu@northside.example,,,no,41
`;
const BAD = `${GOOD}Pia Problem,not-an-address,,,,
Quinn Twice,noor@northside.example,,Chief of nothing,,
`;

const upload = (page: Page, name: string, csv: string) =>
  page
    .locator('input[type=file]')
    .setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(csv, 'utf8') });

const rows = (page: Page) => page.getByRole('table', { name: 'People' }).locator('tbody tr[tabindex]');

// The later ones need the people whom the first adds.
test.describe.configure({ mode: 'serial' });

test('a file is checked line by line, corrected, confirmed and imported', async ({ page }) => {
  await enter(page, ADMINISTRATOR.email, '/personnel');
  await page.getByRole('link', { name: 'Import' }).click();
  await onPage(page, 'Import people');

  const template = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download template' }).click();
  const downloaded = fs.readFileSync(await (await template).path(), 'utf8');
  expect(downloaded).toContain('name,email,title,employeeNumber,roles,apiAccess');

  await upload(page, 'people.csv', BAD);
  await expect(page.getByText('2 of 4 lines can’t be taken')).toBeVisible();
  const lines = page.getByRole('table', { name: 'Lines' });
  await expect(
    lines.getByRole('row').filter({ hasText: 'noor@northside.example is on line 2 too' }),
  ).toContainText('5');
  await expect(lines).toContainText("There is no role 'Chief of nothing'");
  await expect(lines.getByRole('row').filter({ hasText: 'valid email address' })).toContainText('4');
  await expect(page.getByText('left out: shoe size')).toBeVisible();
  await expect(page.getByRole('button', { name: /^Add/ })).toHaveCount(0);

  await upload(page, 'corrected.csv', GOOD);
  await expect(page.getByText('All 2 people can be added')).toBeVisible();
  await expect(lines).toContainText('Noor Newcomer');
  await check(page);
  await page.getByRole('button', { name: 'Add 2 people' }).click();
  await expect(page.getByRole('status')).toContainText('2 people were added');
  await page.getByRole('link', { name: 'Go to Personnel' }).click();
  await page.getByLabel('Search by name, e-mail or number').fill('noor');
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page)).toContainText('API user, Member');
  await expect(rows(page)).toContainText('Invited');
});

test('a file that is no table is refused in a sentence', async ({ page }) => {
  await enter(page, ADMINISTRATOR.email, '/personnel/import');
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'people.xlsx', mimeType: 'text/csv', buffer: Buffer.from([80, 75, 3, 4, 0, 0]) });
  await expect(page.getByRole('alert')).toContainText('This is no text file');
  await upload(page, 'other.csv', 'Vorname,Nachname\nAnn,Quinn\n');
  await expect(page.getByRole('alert')).toContainText('there is none for name and email');
});

test('an imported person gets a link, and the address is corrected before they join', async ({ page }) => {
  await enter(page, ADMINISTRATOR.email, '/personnel?q=olu');
  await page.getByRole('link', { name: 'Olu Onboard' }).click();
  await onPage(page, 'Olu Onboard');
  await page.getByRole('button', { name: 'New invitation link' }).click();
  const link = page.getByText('/accept-invitation?token=');
  await expect(link).toBeVisible();
  await page.getByRole('button', { name: 'Copy link' }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await textOf(link));

  await page.getByLabel('E-mail').fill('olu.onboard@northside.example');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('record is saved')).toBeVisible();
  await expect(link).toHaveCount(0);
});

test('a stale record says so and is reloaded', async ({ page, request }) => {
  await enter(page, ADMINISTRATOR.email, '/personnel?q=olu');
  await page.getByRole('link', { name: 'Olu Onboard' }).click();
  await onPage(page, 'Olu Onboard');
  const id = page.url().split('/').pop();
  await (await apiOf(request, ADMINISTRATOR.email))('PATCH', `/people/${id}`, { title: 'Somebody else’s' });
  await page.getByLabel('Title').fill('Mine');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('Somebody else changed this record');
  await page.getByRole('button', { name: 'Reload' }).click();
  await expect(page.getByLabel('Title')).toHaveValue('Somebody else’s');
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('who may generate tokens is one click, and the list is exported as it is filtered', async ({ page }) => {
  await enter(page, ADMINISTRATOR.email, '/personnel');
  await page.getByRole('link', { name: 'Who may generate tokens' }).click();
  await expect(page).toHaveURL(/permission=tokens%3Agenerate|permission=tokens:generate/);
  await expect(page.getByRole('link', { name: 'Who may generate tokens' })).toHaveAttribute(
    'aria-current',
    'page',
  );
  await expect(page.getByRole('link', { name: 'Everyone' })).not.toHaveAttribute('aria-current');
  await expect(rows(page).filter({ hasText: INTEGRATOR.name })).toHaveCount(1);
  await expect(rows(page).filter({ hasText: 'Mia Member' })).toHaveCount(0);

  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export' }).click();
  const file = await saved;
  expect(file.suggestedFilename()).toBe('people.csv');
  const csv = fs.readFileSync(await file.path(), 'utf8');
  expect(csv).toContain('integrator@northside.example');
  expect(csv).not.toContain('member@northside.example');
  await page.getByRole('button', { name: 'Clear' }).click();
  await expect(rows(page).filter({ hasText: 'Mia Member' })).toHaveCount(1);
});

test('deleting a record names what breaks, and it is gone', async ({ page }) => {
  await enter(page, ADMINISTRATOR.email, '/personnel?q=noor');
  await page.getByRole('link', { name: 'Noor Newcomer' }).click();
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('They have no working token');
  await expect(dialog).toContainText('They lose the roles API user, Member');
  await check(page);
  await dialog.getByRole('button', { name: 'Delete record' }).click();
  await onPage(page, 'Personnel');
  await page.getByLabel('Search by name, e-mail or number').fill('noor');
  await expect(page.getByText('Nobody matches')).toBeVisible();
});

for (const [colorScheme, width] of [
  ['dark', 1360],
  ['light', 360],
] as const) {
  test.describe(`${colorScheme}, ${width} px`, () => {
    test.use({ colorScheme, viewport: { width, height: 780 } });

    test('the list, the import and an invited record', async ({ page }) => {
      await enter(page, ADMINISTRATOR.email, '/personnel?permission=tokens:generate');
      await expect(rows(page).filter({ hasText: INTEGRATOR.name })).toHaveCount(1);
      await check(page);
      await page.goto('/personnel/import');
      await onPage(page, 'Import people');
      await check(page);
      await upload(page, 'people.csv', BAD.replaceAll('northside', `width${width}`));
      await expect(page.getByRole('table', { name: 'Lines' })).toBeVisible();
      await check(page);
      await page.goto('/personnel?q=olu');
      await page.getByRole('link', { name: 'Olu Onboard' }).click();
      await page.getByRole('button', { name: 'New invitation link' }).click();
      await expect(page.getByText('/accept-invitation?token=')).toBeVisible();
      await check(page);
    });
  });
}
