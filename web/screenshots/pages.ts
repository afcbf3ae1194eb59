import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { ADMINISTRATOR, INTEGRATOR, onPage, signInToDashboard, test } from '../e2e/platform';

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme, viewport: { width: 1280, height: 800 } });
    const take = (page: Page, name: string) => picture(page, `${name}-${colorScheme}`);

    test('sign-in', async ({ page }) => {
      await page.goto('/sign-in');
      await page.getByLabel('E-mail').fill(ADMINISTRATOR.email);
      await page.getByLabel('Password', { exact: true }).fill('not shown');
      await take(page, 'sign-in');
    });

    test('the pages of an administrator', async ({ page }) => {
      await signInToDashboard(page, ADMINISTRATOR.email);
      await take(page, 'dashboard');
      for (const path of [
        'personnel',
        'roles',
        'tokens',
        'service-accounts',
        'webhooks',
        'audit',
        'api-reference',
      ]) {
        await page.goto(`/${path}`);
        await take(page, path);
      }
      await page.goto('/personnel');
      await page.getByRole('link', { name: INTEGRATOR.name }).click();
      await onPage(page, INTEGRATOR.name);
      await take(page, 'person');
      await page.goto('/tokens');
      await page.getByRole('button', { name: 'Create token' }).click();
      await page.getByRole('dialog').getByLabel('tickets:read').check();
      await take(page, 'create-token');
    });

    test('a token of one’s own', async ({ page }) => {
      await signInToDashboard(page, INTEGRATOR.email);
      await page.goto('/user-token');
      await take(page, 'user-token');
      await page.getByRole('button', { name: 'Regenerate token' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Regenerate token' }).click();
      await page.getByTestId('secret').waitFor();
      await take(page, 'secret');
    });
  });
}

test.describe('phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  test('the tokens', async ({ page }) => {
    await signInToDashboard(page, ADMINISTRATOR.email);
    await page.goto('/tokens');
    await picture(page, 'tokens-phone');
  });
});

async function picture(page: Page, name: string) {
  await page.waitForLoadState('networkidle');
  await page.waitForFunction(() =>
    document.getAnimations().every(({ playState }) => playState !== 'running'),
  );
  const file = new URL(`../../docs/screenshots/${name}.png`, import.meta.url);
  await page.screenshot({ path: fileURLToPath(file), animations: 'disabled', caret: 'hide' });
}
