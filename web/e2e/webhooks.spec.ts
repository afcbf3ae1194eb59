import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { ADMINISTRATOR, apiOf, check, enter, expect, MEMBER, onPage, settle, test, textOf } from './platform';

test.describe.configure({ mode: 'serial' });

interface Call {
  headers: Record<string, string>;
  body: string;
}

/** A program of somebody else's, which is told what happens. */
class Receiver {
  readonly calls: Call[] = [];
  status = 204;
  private readonly server = http.createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (part: string) => {
      body += part;
    });
    request.once('end', () => {
      this.calls.push({ headers: request.headers as Record<string, string>, body });
      response.writeHead(this.status).end(this.status === 204 ? undefined : 'Not today');
    });
  });

  async start() {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  get url() {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/hooks`;
  }

  async last(count: number): Promise<Call> {
    await expect.poll(() => this.calls.length).toBeGreaterThanOrEqual(count);
    return this.calls[count - 1] as Call;
  }

  stop() {
    this.server.closeAllConnections();
    this.server.close();
  }
}

const receiver = new Receiver();
test.beforeAll(() => receiver.start());
test.afterAll(() => receiver.stop());

/** The library of the specification itself: it throws where a signature, a time or an id is wrong. */
const verified = (secret: string, { headers, body }: Call) =>
  new Webhook(secret).verify(body, headers) as { type: string; data: Record<string, string> };

test('a webhook is made, told, looked into, and its secret rotated', async ({ page, request, watch }) => {
  await enter(page, ADMINISTRATOR.email);
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Webhooks' }).click();
  await onPage(page, 'Webhooks');
  await expect(page.getByText('No webhooks yet')).toBeVisible();
  await page.getByRole('button', { name: 'Create webhook' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Create webhook' }).click();
  await expect(dialog.getByText('Choose at least one event')).toBeVisible();
  await dialog.getByRole('textbox', { name: 'Address' }).fill('https://10.0.0.1/');
  await dialog.getByLabel('role.changed').check();
  await dialog.getByRole('button', { name: 'Create webhook' }).click();
  await expect(dialog.getByText('not on the internet').first()).toBeVisible();
  await dialog.getByRole('textbox', { name: 'Address' }).fill(receiver.url);
  await dialog.getByRole('button', { name: 'Create webhook' }).click();

  const take = async () => {
    const secret = await textOf(page.getByTestId('secret'));
    expect(secret).toMatch(/^whsec_[0-9A-Za-z+/]{43}=$/);
    watch.secret(secret);
    await page.getByRole('button', { name: 'Copy secret' }).click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(secret);
    await page.getByRole('button', { name: 'I have stored it' }).click();
    await expect(page.getByTestId('secret')).toBeHidden();
    return secret;
  };
  const first = await take();
  await onPage(page, new URL(receiver.url).host);

  await page.getByRole('button', { name: 'Send test event' }).click();
  expect(verified(first, await receiver.last(1)).type).toBe('webhook.test');
  const api = await apiOf(request, ADMINISTRATOR.email);
  const role = await api('POST', '/roles', { name: 'Passing', permissions: ['people:read'] });
  await api('DELETE', `/roles/${role.id}`);
  const told = verified(first, await receiver.last(2));
  expect(told.type).toBe('role.changed');
  expect(told.data.roleId).toBe(role.id);
  expect(() => verified(first, { ...(receiver.calls[1] as Call), body: '{}' })).toThrow();

  await page.getByRole('button', { name: 'Rotate secret' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Rotate secret' }).click();
  const second = await take();
  expect(second).not.toBe(first);
  await page.getByRole('button', { name: 'Send test event' }).click();
  const both = await receiver.last(3);
  for (const secret of [first, second]) expect(verified(secret, both).type).toBe('webhook.test');

  // What was sent and what came back, and once more.
  const deliveries = page.getByRole('table', { name: 'Deliveries' });
  await expect(deliveries.getByText('Delivered')).toHaveCount(3);
  await deliveries.getByRole('button', { name: 'role.changed' }).click();
  await expect(page.getByRole('region', { name: 'Request body' })).toContainText(role.id);
  await expect(page.getByRole('region', { name: 'Request headers' })).toContainText('webhook-signature: v1,');
  receiver.status = 503;
  await page.getByRole('dialog').getByRole('button', { name: 'Redeliver' }).click();
  await receiver.last(4);
  expect(receiver.calls[3]?.headers['webhook-id']).toBe(receiver.calls[1]?.headers['webhook-id']);
  expect(receiver.calls[3]?.body).toBe(receiver.calls[1]?.body);
  // It is tried again after some seconds, which may have passed.
  await expect(page.getByRole('dialog').getByText('503', { exact: true }).first()).toBeVisible();
  await expect(page.getByRole('region', { name: 'Response body' }).first()).toHaveText('Not today');
  await page.keyboard.press('Escape');
  await page.reload();
  await expect(page.getByText('Failing', { exact: true })).toBeVisible();
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
    await enter(page, ADMINISTRATOR.email, '/webhooks');
    await page.getByRole('link', { name: receiver.url }).waitFor();
    await settle(page);
    await check(page);
    await page.getByRole('button', { name: 'Create webhook' }).click();
    await page.getByRole('dialog').getByLabel('role.changed').waitFor();
    await check(page);
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: receiver.url }).click();
    await page.getByRole('button', { name: 'role.changed' }).waitFor();
    await check(page);
    await page.getByRole('button', { name: 'role.changed' }).click();
    await page.getByRole('region', { name: 'Request body' }).waitFor();
    await check(page);
  });
}

test('a webhook is changed, disabled, enabled and deleted', async ({ page }) => {
  receiver.status = 204;
  await enter(page, ADMINISTRATOR.email, '/webhooks');
  await page.getByRole('link', { name: receiver.url }).click();
  await page.getByRole('button', { name: 'Edit' }).click();
  await page.getByRole('dialog').getByLabel('Description').fill('Tells the pager');
  await page.getByRole('dialog').getByLabel('token.leaked').check();
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Tells the pager')).toBeVisible();
  await expect(page.locator('#content').getByText('token.leaked')).toBeVisible();

  await page.getByRole('button', { name: 'Disable' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Disable webhook' }).click();
  await expect(page.getByText('Disabled', { exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Send test event' })).toBeHidden();
  await page.getByRole('button', { name: 'Enable' }).click();
  await expect(page.getByText('Active', { exact: true })).toBeVisible();

  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete webhook' }).click();
  await onPage(page, 'Webhooks');
  await expect(page.getByText('No webhooks yet')).toBeVisible();
});

test('who holds nothing of it does not see it', async ({ page }) => {
  await enter(page, MEMBER.email);
  await expect(
    page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Webhooks' }),
  ).toBeHidden();
});
