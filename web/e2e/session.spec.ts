import { DEMO_PASSWORD } from './host';
import {
  ADMINISTRATOR,
  apiOf,
  check,
  expect,
  inOwnBrowser,
  MEMBER,
  onPage,
  settle,
  signIn,
  signInToDashboard,
  test,
  textOf,
} from './platform';

test('a reload keeps the person signed in by a cookie that no script sees', async ({ page }) => {
  await signInToDashboard(page, ADMINISTRATOR.email);
  const cookie = (await page.context().cookies()).find(({ name }) => name === 'platform_refresh');
  expect(cookie).toMatchObject({ httpOnly: true, secure: true, sameSite: 'Strict' });
  expect(await page.evaluate(() => document.cookie)).toBe('');
  await page.goto('/personnel?status=active');
  await onPage(page, 'Personnel');
  await page.reload();
  await onPage(page, 'Personnel');
});

test('two tabs refresh at the same time and both stay signed in; signing out ends both', async ({ page }) => {
  await signInToDashboard(page, ADMINISTRATOR.email);
  const other = await page.context().newPage();
  await other.goto('/tokens');
  await onPage(other, 'Tokens');
  await Promise.all([page.reload(), other.reload()]);
  await Promise.all([onPage(page, 'Dashboard'), onPage(other, 'Tokens')]);

  await page.getByRole('button', { name: ADMINISTRATOR.name }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await onPage(page, 'Sign in');
  await other.getByRole('link', { name: 'Personnel' }).click();
  await onPage(other, 'Sign in');
  await page.goto('/personnel');
  await onPage(page, 'Sign in');
});

test('a 403 says what is missing and signs nobody out', async ({ page }) => {
  await signInToDashboard(page, MEMBER.email);
  await page.goto('/tokens');
  await expect(page.getByText('You need the permission tokens:read')).toBeVisible();
  await page.goto('/');
  await onPage(page, 'Dashboard');
});

test('a 401 signs out, once the session is ended elsewhere', async ({ page, watch }) => {
  await signInToDashboard(page, MEMBER.email);
  const other = await inOwnBrowser(page, watch);
  await signInToDashboard(other, MEMBER.email);
  await other.goto('/profile?tab=security');
  const sessions = other.getByRole('listitem').filter({ hasText: '127.0.0.1' });
  await expect(sessions.filter({ hasText: 'This session' })).toHaveCount(1);
  for (let left = (await sessions.count()) - 1; left > 0; left--) {
    await other.getByRole('button', { name: 'End', exact: true }).first().click();
    await expect(sessions).toHaveCount(left);
  }
  await page.getByRole('button', { name: MEMBER.name }).click();
  await page.getByRole('menuitem', { name: 'Profile and security' }).click();
  await page.getByRole('tab', { name: 'Security' }).click();
  await onPage(page, 'Sign in');
  await other.context().close();
});

test('a wrong password says so without saying which half', async ({ page }) => {
  await signIn(page, MEMBER.email, `${DEMO_PASSWORD}!`);
  await expect(page.getByRole('alert')).toHaveText('The e-mail address or the password is not right.');
  await expect(page.getByLabel('Code')).toHaveCount(0);
});

test('a person of two organizations chooses one at sign-in and switches at the top', async ({
  page,
  request,
}) => {
  const harbor = await apiOf(request, 'admin@harbor.example');
  const { invitation } = await harbor('POST', '/people', {
    name: 'Max Manager',
    email: 'manager@northside.example',
    invite: true,
  });
  await page.goto(invitation.url);
  await page.getByLabel('Password', { exact: true }).fill(DEMO_PASSWORD);
  await page.getByRole('button', { name: 'Accept and sign in' }).click();
  await onPage(page, 'Dashboard');
  await page.getByRole('button', { name: 'Max Manager' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await onPage(page, 'Sign in');

  await signIn(page, 'manager@northside.example');
  await onPage(page, 'Choose an organization');
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await settle(page);
    await check(page);
  }
  await page.getByRole('button', { name: /Northside Fire Department/ }).click();
  await onPage(page, 'Dashboard');
  await expect(page.getByRole('link', { name: 'Personnel' })).toBeVisible();

  await page.getByRole('button', { name: 'Organization: Northside Fire Department' }).click();
  await page.getByRole('menuitem', { name: 'Harbor City Works' }).click();
  const switcher = page.getByRole('button', { name: 'Organization: Harbor City Works' });
  await expect(switcher).toBeVisible();
  await expect(page.getByRole('link', { name: 'Personnel' })).toHaveCount(0);
  await page.reload();
  await expect(switcher).toBeVisible();
});

test('an operator who is in no organization signs in', async ({ page }) => {
  await signInToDashboard(page, 'operator@demo.example');
  expect(await textOf(page.getByRole('main'))).not.toContain('undefined');
});
