import fs from 'node:fs';
import {
  ADMINISTRATOR,
  apiOf,
  check,
  enter,
  expect,
  INTEGRATOR,
  inOwnBrowser,
  MEMBER,
  onPage,
  settle,
  signInToDashboard,
  test,
} from './platform';

test.describe.configure({ mode: 'serial' });

/** Enough for a second page, by one actor, and the last of them with something before and something after. */
test.beforeAll(async ({ playwright, hosts }, { file }) => {
  const { url } = await hosts.of(file);
  const request = await playwright.request.newContext({ baseURL: url });
  const admin = await apiOf(request, ADMINISTRATOR.email);
  for (let at = 0; at < 60; at++) {
    await admin('POST', '/roles', { name: `Crew ${at}`, permissions: ['people:read'] });
  }
  const role = await admin('POST', '/roles', {
    name: 'Night crew',
    permissions: ['people:read', 'roles:read'],
  });
  await admin('PATCH', `/roles/${role.id}`, {
    name: 'Day crew',
    permissions: ['people:read', 'tokens:read'],
  });
  await apiOf(request, INTEGRATOR.email);
  await request.dispose();
});

test('the log is read, filtered by the URL, and one entry opened', async ({ page }) => {
  await enter(page, ADMINISTRATOR.email);
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Audit' }).click();
  await onPage(page, 'Audit');
  const rows = page.getByRole('table', { name: 'Audit log' }).locator('tbody tr[tabindex]');
  await expect(rows).toHaveCount(50);
  await page.getByRole('button', { name: 'Show more' }).click();
  await expect.poll(() => rows.count()).toBeGreaterThan(60);

  await page.getByRole('combobox', { name: 'Action' }).fill('role.changed');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/action=role\.changed/);
  await expect(rows).toHaveCount(1);
  await page.reload();
  await expect(rows).toHaveText([/Ada Admin.*role\.changed.*Day crew/]);

  await page.getByRole('button', { name: 'role.changed' }).click();
  await expect(page).toHaveURL(/entry=[0-9a-f-]{36}/);
  const entry = page.getByRole('dialog', { name: 'Entry of the audit log' });
  await expect(entry.getByText('Signed in')).toBeVisible();
  await expect(entry.getByText('127.0.0.1')).toBeVisible();
  const changes = entry.getByRole('table', { name: 'Changes' });
  await expect(changes.getByRole('row', { name: /^Name/ })).toHaveText('NameNight crewDay crew');
  await expect(changes.locator('del')).toHaveText(['Night crew', 'roles:read']);
  await expect(changes.locator('ins')).toHaveText(['Day crew', 'tokens:read']);
  await expect(entry.getByRole('region', { name: 'Place in the chain' })).toContainText(/[0-9a-f]{64}/);

  // A link to the entry opens it by itself.
  await page.reload();
  await expect(entry.getByText('role.changed')).toBeVisible();
  await entry.getByRole('button', { name: 'Everything about Day crew' }).click();
  await expect(entry).toBeHidden();
  await expect(page).toHaveURL(/targetId=[0-9a-f-]{36}$/);
  await expect(rows).toHaveCount(2);
  await expect(page.getByText('Only about Day crew.')).toBeVisible();
  await page.getByRole('button', { name: 'Clear' }).click();
  await expect(page).toHaveURL(/\/audit$/);
});

test('it is filtered by person and by time', async ({ page }) => {
  await enter(page, ADMINISTRATOR.email, '/audit');
  const rows = page.getByRole('table', { name: 'Audit log' }).locator('tbody tr[tabindex]');
  await rows.first().waitFor();
  await page.getByRole('combobox', { name: 'Person' }).fill('Ira');
  await page.getByRole('option', { name: INTEGRATOR.name }).click();
  await expect(page).toHaveURL(/actorId=[0-9a-f-]{36}/);
  await expect(rows.first()).toContainText(INTEGRATOR.name);
  await expect(rows.filter({ hasNotText: INTEGRATOR.name })).toHaveCount(0);
  await page.getByRole('button', { name: 'Clear' }).click();
  await expect(page.getByRole('combobox', { name: 'Person' })).toHaveValue('');
  await expect(rows).toHaveCount(50);

  await page.getByLabel('From', { exact: true }).fill('2001-01-31');
  await expect(page).toHaveURL(/from=2001-01-31/);
  await expect(rows).toHaveCount(50);
  await page.getByLabel('To', { exact: true }).fill('2001-02-01');
  await expect(page.getByText('No entry matches')).toBeVisible();
  await page.reload();
  await expect(page.getByLabel('To', { exact: true })).toHaveValue('2001-02-01');
});

test('the chain is checked on demand', async ({ page, request }) => {
  await enter(page, ADMINISTRATOR.email, '/audit');
  await page.getByRole('button', { name: 'Check the chain' }).click();
  const admin = await apiOf(request, ADMINISTRATOR.email);
  await expect(page.getByText(/The chain is intact: \d+ entries were checked/)).toBeVisible();
  expect((await admin('GET', '/audit/verify')).intact).toBe(true);
  await expect(page.getByRole('button', { name: 'Check again' })).toBeVisible();
});

test('it is exported as it is filtered, as a download', async ({ page }) => {
  await page.addInitScript(() => Reflect.deleteProperty(window, 'showSaveFilePicker'));
  await enter(page, ADMINISTRATOR.email, '/audit?action=role.created');
  const save = async (item: string) => {
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export', exact: true }).click();
    await page.getByRole('menuitem', { name: item }).click();
    const file = await saved;
    expect(file.suggestedFilename()).toMatch(/^audit-\d{4}-\d{2}-\d{2}\.(ndjson|csv)$/);
    return fs
      .readFileSync(await file.path(), 'utf8')
      .trim()
      .split(/\r?\n/);
  };
  const lines = (await save('NDJSON')).map((line) => JSON.parse(line));
  expect(lines[0].export.filtered).toBe(true);
  expect(lines.slice(1, -1).every(({ action }) => action === 'role.created')).toBe(true);
  expect(lines.length - 2).toBeGreaterThan(60);
  expect(lines.at(-1).checkpoint.signature).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
  expect((await save('CSV'))[0]).toContain('sequence,at,actorKind');
});

test('it is written to the disk as it comes where the browser can do that', async ({ page }) => {
  // The browser's own dialog can't be clicked; what it gives is a file in the browser's own store here.
  await page.addInitScript(() => {
    Object.assign(window, {
      showSaveFilePicker: async ({ suggestedName }: { suggestedName: string }) => {
        const folder = await navigator.storage.getDirectory();
        return folder.getFileHandle(suggestedName, { create: true });
      },
    });
  });
  await enter(page, ADMINISTRATOR.email, '/audit');
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  await page.getByRole('menuitem', { name: 'NDJSON' }).click();
  await expect(page.getByText('The log was saved.')).toBeVisible();
  const lines = await page.evaluate(async () => {
    const folder = (await navigator.storage.getDirectory()) as unknown as AsyncIterable<
      [string, FileSystemFileHandle]
    >;
    for await (const [, file] of folder) return (await (await file.getFile()).text()).trim().split('\n');
    return [];
  });
  expect(JSON.parse(lines[0] ?? '').export.filtered).toBe(false);
  expect(JSON.parse(lines.at(-1) ?? '').checkpoint.sequence).toBe(lines.length - 2);
});

for (const [colorScheme, width] of [
  ['light', 1360],
  ['dark', 1360],
  ['light', 360],
  ['dark', 360],
] as const) {
  test(`nothing serious for axe and nothing too wide: ${colorScheme}, ${width} px`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 780 });
    await enter(page, ADMINISTRATOR.email, '/audit');
    await page.getByRole('table', { name: 'Audit log' }).locator('tbody tr[tabindex]').first().waitFor();
    await page.getByRole('button', { name: 'Check the chain' }).click();
    await page.getByText('The chain is intact').waitFor();
    await settle(page);
    await check(page);
    await page.goto('/audit?action=role.changed');
    await page.getByRole('button', { name: 'role.changed' }).click();
    await page.getByRole('table', { name: 'Changes' }).waitFor();
    await check(page);
  });
}

test('the command palette goes there', async ({ page }) => {
  await enter(page, ADMINISTRATOR.email);
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Go to a page, a person or a token' }).fill('audit');
  await page.keyboard.press('Enter');
  await onPage(page, 'Audit');
});

test('who may read it sees no export, and who may not read it sees nothing of it', async ({
  page,
  watch,
}) => {
  await enter(page, MEMBER.email);
  const link = page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Audit' });
  await expect(link).toBeHidden();

  const admin = await apiOf(page.request, ADMINISTRATOR.email);
  const role = await admin('POST', '/roles', { name: 'Reader of the log', permissions: ['audit:read'] });
  const people = await admin('GET', `/people?q=${encodeURIComponent(INTEGRATOR.email)}`);
  await admin('PUT', `/people/${people.items[0].id}/roles`, { roleIds: [role.id] });
  const reader = await inOwnBrowser(page, watch);
  await signInToDashboard(reader, INTEGRATOR.email);
  await reader.goto('/audit');
  await reader.getByRole('table', { name: 'Audit log' }).locator('tbody tr[tabindex]').first().waitFor();
  await expect(reader.getByRole('button', { name: 'Export', exact: true })).toBeHidden();
  await expect(reader.getByRole('combobox', { name: 'Person' })).toBeHidden();
});
