import {
  ADMINISTRATOR,
  apiOf,
  check,
  enter,
  expect,
  INTEGRATOR,
  inOwnBrowser,
  MEMBER,
  OPERATOR,
  onPage,
  settle,
  test,
} from './platform';

const HOUR = 3_600_000;

/** A token that ends within a reminder day, and the job that reminds of it. */
async function remind(request: Parameters<typeof apiOf>[0], name: string) {
  const [admin, operator] = [await apiOf(request, ADMINISTRATOR.email), await apiOf(request, OPERATOR.email)];
  const { items } = await admin('GET', '/service-accounts');
  const expiresAt = new Date(Date.now() + 50 * HOUR).toISOString();
  const token = await admin('POST', '/tokens', {
    serviceAccountId: items.find(({ name }: { name: string }) => name === 'Dispatch bridge').id,
    name,
    integrations: ['Billing'],
    expiresAt,
    scopes: ['tickets:read'],
  });
  await operator('POST', '/instance/jobs/tokens-remind/run');
  await expect
    .poll(async () => (await admin('GET', '/notifications')).items.filter(hasName(name)).length)
    .toBeGreaterThan(0);
  return token;
}

const hasName = (name: string) => (notice: { title: string }) => notice.title.includes(name);

test('a reminder is in the bell, leads to its token, and is read with that', async ({ page, request }) => {
  const token = await remind(request, 'Nightly export');
  await enter(page, ADMINISTRATOR.email);
  await page.getByRole('button', { name: /^Notifications, \d+ unread$/ }).click();
  const bell = page.getByRole('dialog', { name: 'Notifications' });
  await expect(bell.getByText('used for Billing').first()).toBeVisible();
  await check(page);
  await bell.getByRole('link', { name: 'API token Nightly export for Billing ends on' }).click();
  await onPage(page, 'Nightly export');
  await expect(page).toHaveURL(new RegExp(token.id));

  await page.getByRole('button', { name: /^Notifications/ }).click();
  await bell.getByRole('link', { name: 'All notifications' }).click();
  await onPage(page, 'Notifications');
  const row = page.getByRole('row').filter({ hasText: 'Nightly export for Billing ends on' });
  await expect(row.getByText('Read', { exact: true })).toBeVisible();
});

test('notices are read one by one and all at once', async ({ page, request }) => {
  await remind(request, 'First of two');
  await remind(request, 'Second of two');
  await enter(page, ADMINISTRATOR.email, '/notifications');
  await page
    .locator('label')
    .filter({ hasText: /^Unread/ })
    .click();
  await expect(page).toHaveURL(/show=unread/);
  await page.getByRole('button', { name: /Mark as read: API token First of two/ }).click();
  await expect(page.getByRole('row').filter({ hasText: 'First of two' })).toHaveCount(0);
  await expect(page.getByRole('row').filter({ hasText: 'Second of two' })).not.toHaveCount(0);
  await page.getByRole('button', { name: 'Mark all as read' }).click();
  await expect(page.getByText('You have read everything')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Notifications', exact: true })).toBeVisible();
});

test('what one is told of is chosen by event and channel, and kept', async ({ page }) => {
  await enter(page, MEMBER.email);
  await page.getByRole('button', { name: MEMBER.name }).click();
  await page.getByRole('menuitem', { name: 'Notification preferences' }).click();
  await onPage(page, 'Notification preferences');
  await expect(page.getByText('This instance sends no mail')).toBeVisible();
  const idle = page.getByRole('checkbox', { name: 'A token was not used for 90 days: by e-mail' });
  const leaked = page.getByRole('checkbox', {
    name: 'A token was found where it should not be, and revoked: here',
  });
  await expect(idle).not.toBeChecked();
  await expect(leaked).toBeChecked();
  const saved = page.waitForResponse((response) => response.request().method() === 'PUT');
  await idle.click();
  await expect(idle).toBeChecked();
  await saved;
  const savedToo = page.waitForResponse((response) => response.request().method() === 'PUT');
  await leaked.click();
  await expect(leaked).not.toBeChecked();
  await savedToo;
  await page.reload();
  await expect(idle).toBeChecked();
  await expect(leaked).not.toBeChecked();
});

test('an operator sees what jobs have done, and has one run now', async ({ page, request, watch }) => {
  await remind(request, 'For the jobs page');
  await enter(page, OPERATOR.email, '/instance/jobs');
  await onPage(page, 'Jobs');
  const row = page.getByRole('row').filter({ hasText: 'tokens-remind' });
  await expect(row).toContainText('Every hour');
  await expect(row).toContainText('Done');
  await row.getByRole('link', { name: 'tokens-remind' }).click();
  const runs = page.getByRole('table', { name: 'Runs of tokens-remind' });
  await expect(runs).toBeVisible();
  // Not the skeleton: that may have more rows.
  await expect(runs.getByRole('cell', { name: /^[\d.]+ (ms|s)$/ }).first()).toBeVisible();
  const before = await runs.getByRole('row').count();
  await row.getByRole('button', { name: 'Run now: tokens-remind' }).click();
  await expect.poll(() => runs.getByRole('row').count()).toBeGreaterThan(before);
  await expect(page.getByText('Nothing is set aside')).toBeVisible();

  // Nobody else sees that there is such a page.
  const other = await inOwnBrowser(page, watch);
  await enter(other, INTEGRATOR.email);
  await expect(other.getByRole('link', { name: 'Jobs', exact: true })).toHaveCount(0);
  await other.context().close();
});

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1360, 360]) {
    test.describe(`${colorScheme}, ${width} px`, () => {
      test.use({ colorScheme, viewport: { width, height: 780 } });

      test('nothing serious for axe and nothing too wide on the pages of notices and jobs', async ({
        page,
        request,
      }) => {
        await remind(request, `Seen at ${width} in ${colorScheme}`);
        await enter(page, ADMINISTRATOR.email);
        for (const path of ['/notifications', '/notification-preferences']) {
          await page.goto(path);
          await settle(page);
          await check(page);
        }
        await page.context().clearCookies();
        await enter(page, OPERATOR.email, '/instance/jobs?job=tokens-remind');
        await page.getByRole('table', { name: 'Runs of tokens-remind' }).waitFor();
        await check(page);
      });
    });
  }
}
