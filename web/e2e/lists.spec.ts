import { ADMINISTRATOR, apiOf, enter, expect, INTEGRATOR, onPage, test } from './platform';

test('a list is searched, filtered and sorted by the URL', async ({ page }) => {
  await enter(page, ADMINISTRATOR.email, '/personnel');
  const rows = page.getByRole('table', { name: 'People' }).locator('tbody tr');
  await page.getByLabel('Search by name, e-mail or number').fill('Ira');
  await expect(page).toHaveURL(/[?&]q=Ira/);
  await expect(rows).toHaveCount(1);
  await page.reload();
  await expect(rows).toHaveText([new RegExp(INTEGRATOR.name)]);
  await page.getByRole('button', { name: 'Clear' }).click();
  await expect(page).toHaveURL(/\/personnel$/);

  await page.getByRole('button', { name: 'Name' }).click();
  await expect(page).toHaveURL(/sort=name/);
  await expect(page.getByRole('columnheader', { name: 'Name' })).toHaveAttribute('aria-sort', 'ascending');
  await expect(rows.first()).toContainText('Ada');

  await page.getByRole('combobox', { name: 'Status' }).click();
  await page.getByRole('option', { name: 'Deactivated' }).click();
  await page.getByLabel('Search by name, e-mail or number').fill('nobody of that name');
  await expect(page.getByText('Nobody matches')).toBeVisible();
});

test('a row opened while the search still waits stays open', async ({ page }) => {
  await enter(page, ADMINISTRATOR.email, '/personnel');
  const row = page.getByRole('link', { name: INTEGRATOR.name });
  await row.waitFor();
  await page.route('**/assets/*', async (route) => {
    await new Promise((later) => setTimeout(later, 600));
    await route.continue();
  });
  await page.getByLabel('Search by name, e-mail or number').fill('Ira');
  // One event: the row can't go between the halves of a click.
  await row.dispatchEvent('click');
  await onPage(page, INTEGRATOR.name);
  await expect(page).toHaveURL(/\/personnel\/[0-9a-f-]{36}$/);
});

test('rows are walked and opened by keyboard', async ({ page }) => {
  await enter(page, ADMINISTRATOR.email, '/personnel?sort=name');
  const rows = page.getByRole('table', { name: 'People' }).locator('tbody tr[tabindex]');
  await rows.first().focus();
  await page.keyboard.press('ArrowDown');
  await expect(rows.nth(1)).toBeFocused();
  await page.keyboard.press('End');
  await expect(rows.last()).toBeFocused();
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/personnel\/[0-9a-f-]{36}$/);
});

test('a long list is read page by page', async ({ page, request }) => {
  const harbor = await apiOf(request, 'admin@harbor.example');
  for (let at = 0; at < 55; at++) {
    await harbor('POST', '/people', {
      name: `Volunteer ${String(at).padStart(2, '0')}`,
      email: `volunteer${at}@harbor.example`,
    });
  }
  await enter(page, 'admin@harbor.example', '/personnel?q=Volunteer');
  const rows = page.getByRole('table', { name: 'People' }).locator('tbody tr[tabindex]');
  await expect(rows).toHaveCount(50);
  await expect(page.getByText('50 of 55')).toBeVisible();
  await page.getByRole('button', { name: 'Show more' }).click();
  await expect(rows).toHaveCount(55);
});

test('the command palette goes to a page, a person and a token', async ({ page }) => {
  await enter(page, ADMINISTRATOR.email);
  const field = page.getByRole('combobox', { name: 'Go to a page, a person or a token' });
  await page.keyboard.press('Control+k');
  await field.fill('service');
  await page.keyboard.press('Enter');
  await onPage(page, 'Service accounts');

  await page.keyboard.press('Control+k');
  await field.fill('Ira');
  await expect(page.getByRole('option', { name: new RegExp(INTEGRATOR.name) })).toBeVisible();
  await page.keyboard.press('Enter');
  await onPage(page, INTEGRATOR.name);

  await page.keyboard.press('Control+k');
  await field.fill('Asset sync');
  await expect(page.getByRole('option', { name: /Asset sync/ })).toBeVisible();
  await page.keyboard.press('Enter');
  await onPage(page, 'Asset sync');
});

test('an unanswered list says so, with the trace id, and tries again', async ({ page }) => {
  await enter(page, ADMINISTRATOR.email);
  const ROLES = /\/api\/v1\/roles(\?|$)/;
  const problem = {
    status: 503,
    code: 'unavailable',
    title: 'Not available just now',
    traceId: 'trace-4711',
  };
  await page.route(ROLES, (route) =>
    route.fulfill({ status: 503, contentType: 'application/problem+json', body: JSON.stringify(problem) }),
  );
  await page.goto('/roles');
  await expect(page.getByRole('alert')).toContainText('trace-4711', { timeout: 20_000 });
  await page.unroute(ROLES);
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('table', { name: 'Roles' })).toContainText('Administrator');
});

test('the bell shows what there is to tell', async ({ page }) => {
  await enter(page, ADMINISTRATOR.email);
  await page.getByRole('button', { name: /^Notifications/ }).click();
  const told = page.getByRole('dialog', { name: 'Notifications' });
  await expect(told.getByText('Nothing to tell you').or(told.getByRole('listitem').first())).toBeVisible();
});
