import crypto from 'node:crypto';
import type { Page } from '@playwright/test';
import { DEMO_PASSWORD } from './host';
import {
  ADMINISTRATOR,
  apiOf,
  check,
  expect,
  INTEGRATOR,
  inOwnBrowser,
  MEMBER,
  onPage,
  settle,
  signIn,
  signInToDashboard,
  test,
  textOf,
} from './platform';

test.describe.configure({ mode: 'serial' });

/** The six digits of RFC 6238 for a key, now or some steps of 30 s away. */
function totp(sharedKey: string, steps = 0): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...sharedKey.replace(/\s/g, '')]
    .map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0'))
    .join('');
  const key = Buffer.from(bits.match(/.{8}/g)?.map((byte) => Number.parseInt(byte, 2)) ?? []);
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const mac = crypto.createHmac('sha1', key).update(counter).digest();
  const at = (mac[19] as number) & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

async function openSecurity(page: Page) {
  await page.goto('/profile?tab=security');
  await expect(page.getByRole('heading', { name: /Second factor/ })).toBeVisible();
}

async function signOut(page: Page, name: string) {
  await page.getByRole('button', { name }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await onPage(page, 'Sign in');
}

/** The codes shown once, one a line. */
async function storeRecoveryCodes(page: Page): Promise<string[]> {
  const items = page.getByTestId('recovery-codes').getByRole('listitem');
  await expect(items).toHaveCount(10);
  const codes = await items.allTextContents();
  await page.getByRole('button', { name: 'I have stored them' }).click();
  return codes;
}

test('a second factor is set up, asked for at sign-in, stood in for by a recovery code, and turned off', async ({
  page,
}) => {
  await signInToDashboard(page, MEMBER.email);
  await openSecurity(page);
  await page.getByRole('button', { name: 'Set up' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Your password', { exact: true }).fill('not the password');
  await dialog.getByRole('button', { name: 'Continue' }).click();
  await expect(dialog.getByText('The password is wrong.')).toBeVisible();
  await dialog.getByLabel('Your password', { exact: true }).fill(DEMO_PASSWORD);
  await dialog.getByRole('button', { name: 'Continue' }).click();
  await expect(dialog.getByAltText('QR code for your authenticator app')).toBeVisible();
  await settle(page);
  await check(page);
  const key = await textOf(dialog.getByTestId('shared-key'));
  await dialog.getByLabel('Code that the app shows').fill('000000');
  await dialog.getByRole('button', { name: 'Turn on' }).click();
  await expect(dialog.getByRole('alert')).toBeVisible();
  await dialog.getByLabel('Code that the app shows').fill(totp(key));
  await dialog.getByRole('button', { name: 'Turn on' }).click();
  const [recovery = '', another = ''] = await storeRecoveryCodes(page);
  await expect(page.getByText('Recovery codes left')).toBeVisible();
  await signOut(page, MEMBER.name);

  await signIn(page, MEMBER.email);
  await page.getByLabel('Code').fill('000000');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('alert')).toHaveText(
    'The e-mail address, the password or the code is not right.',
  );
  await page.getByLabel('Code').fill(totp(key, 1));
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await onPage(page, 'Dashboard');
  await signOut(page, MEMBER.name);

  await signIn(page, MEMBER.email);
  await page.getByLabel('Code').fill(recovery);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await onPage(page, 'Dashboard');
  await signOut(page, MEMBER.name);
  await signIn(page, MEMBER.email);
  await page.getByLabel('Code').fill(recovery);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('alert')).toBeVisible();

  await page.getByLabel('Code').fill(another);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await onPage(page, 'Dashboard');
  await openSecurity(page);
  await page.getByRole('button', { name: 'Turn off' }).click();
  await dialog.getByLabel('Your password', { exact: true }).fill(DEMO_PASSWORD);
  await dialog.getByRole('button', { name: 'Turn off' }).click();
  await expect(page.getByRole('button', { name: 'Set up' })).toBeVisible();
  await signOut(page, MEMBER.name);
  await signInToDashboard(page, MEMBER.email);
});

test.describe('with an authenticator of the browser', () => {
  // Passkeys belong to a domain; an address of numbers is none.
  test.use({ baseURL: async ({ demo }, use) => use(demo.url.replace('127.0.0.1', 'localhost')) });

  test('a passkey is added, renamed, used to sign in, and removed', async ({ page }) => {
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('WebAuthn.enable');
    await devtools.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    await signInToDashboard(page, INTEGRATOR.email);
    await openSecurity(page);
    await page.getByRole('button', { name: 'Add passkey' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('Work laptop');
    await dialog.getByLabel('Your password', { exact: true }).fill(DEMO_PASSWORD);
    await dialog.getByRole('button', { name: 'Continue' }).click();
    const passkeys = page.getByRole('list', { name: 'Passkeys' }).getByRole('listitem');
    await expect(passkeys).toHaveText(/Work laptop/);
    await page.getByRole('button', { name: 'Rename Work laptop' }).click();
    await page.getByRole('dialog').getByLabel('Name').fill('Blue laptop');
    await page.getByRole('dialog').getByRole('button', { name: 'Rename' }).click();
    await expect(passkeys).toHaveText(/Blue laptop/);
    await signOut(page, INTEGRATOR.name);

    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await onPage(page, 'Dashboard');
    await openSecurity(page);
    await page.getByRole('button', { name: 'Remove Blue laptop' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove passkey' }).click();
    await expect(page.getByText('You have none yet.')).toBeVisible();
    await signOut(page, INTEGRATOR.name);
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await expect(page.getByRole('alert')).toBeVisible();
    await onPage(page, 'Sign in');
  });
});

test('an administrator hands over a reset link; it works once and ends the person’s sessions', async ({
  page,
  watch,
}) => {
  const person = 'manager@northside.example';
  await signInToDashboard(page, ADMINISTRATOR.email);
  const theirs = await inOwnBrowser(page, watch);
  await signInToDashboard(theirs, person);
  await page.goto('/personnel');
  await page.getByRole('link', { name: 'Max Manager' }).click();
  await page.getByRole('button', { name: 'Reset password' }).click();
  await page.getByRole('button', { name: 'Make a link' }).click();
  const link = await textOf(page.getByRole('dialog').getByText('/reset-password?token='));

  const fresh = await inOwnBrowser(page, watch);
  await fresh.goto(link);
  await expect(fresh).toHaveURL(/\/reset-password$/);
  await fresh.getByLabel('Password', { exact: true }).fill('a new and longer password');
  await fresh.getByRole('button', { name: 'Set the password' }).click();
  await expect(fresh.getByText('Your new password is set.')).toBeVisible();
  await theirs.goto('/profile');
  await onPage(theirs, 'Sign in');

  await fresh.goto(link);
  await fresh.getByLabel('Password', { exact: true }).fill('yet another long password');
  await fresh.getByRole('button', { name: 'Set the password' }).click();
  await expect(fresh.getByRole('alert')).toBeVisible();
  await signIn(fresh, person);
  await expect(fresh.getByRole('alert')).toBeVisible();
  await signInToDashboard(fresh, person, 'a new and longer password');

  await openSecurity(fresh);
  await fresh.getByLabel('Current password', { exact: true }).fill('a new and longer password');
  await fresh.getByLabel('New password', { exact: true }).fill(`${DEMO_PASSWORD} again`);
  await signInToDashboard(theirs, person, 'a new and longer password');
  await fresh.getByRole('button', { name: 'Change password' }).click();
  await expect(fresh.getByText('Your password is changed')).toBeVisible();
  await fresh.reload();
  await expect(fresh.getByRole('heading', { name: /Second factor/ })).toBeVisible();
  await theirs.goto('/profile');
  await onPage(theirs, 'Sign in');
  await theirs.context().close();
  await fresh.context().close();
});

test('a forgotten password is answered alike for everybody', async ({ page }) => {
  await page.goto('/sign-in');
  await page.getByRole('link', { name: 'Forgotten your password?' }).click();
  await onPage(page, 'Forgotten password');
  await settle(page);
  await check(page);
  await page.getByLabel('E-mail').fill('nobody@nowhere.example');
  await page.getByRole('button', { name: 'Send the link' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'a link is on its way' })).toBeVisible();
});

test('where the organization requires a second factor, it is set up at sign-in', async ({
  page,
  request,
}) => {
  const harbor = await apiOf(request, 'admin@harbor.example');
  await harbor('PATCH', '/organization', { tokenPolicy: { requireMfa: true } });
  await signIn(page, 'admin@harbor.example');
  await onPage(page, 'Set up a second factor');
  const key = await textOf(page.getByTestId('shared-key'));
  await settle(page);
  await check(page);
  await page.getByLabel('Code that the app shows').fill(totp(key));
  await page.getByRole('button', { name: 'Turn on and sign in' }).click();
  await storeRecoveryCodes(page);
  await onPage(page, 'Dashboard');
});
