import ICAL from 'ical.js';
import { ADMINISTRATOR, apiOf, check, enter, expect, INTEGRATOR, settle, test, textOf } from './platform';

test.describe.configure({ mode: 'serial' });

/** As a calendar reads it: by a library of somebody else's. */
function read(text: string) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  return calendar.getAllSubcomponents('vevent').map((component) => ({
    event: new ICAL.Event(component),
    alarms: component
      .getAllSubcomponents('valarm')
      .map((alarm) => String(alarm.getFirstPropertyValue('trigger'))),
  }));
}

test('the feed is made, read by a calendar, renewed and removed', async ({ page, request, watch }) => {
  const api = await apiOf(request, ADMINISTRATOR.email);
  const account = await api('POST', '/service-accounts', { name: 'Calendar', permissions: ['people:read'] });
  const name = `Größe, länger; als eine Zeile\\ und noch viel länger, ${'🔑 '.repeat(12)}`.trim();
  const expiresAt = new Date(Math.floor(Date.now() / 1000) * 1000 + 100 * 86_400_000).toISOString();
  const token = await api('POST', '/tokens', {
    serviceAccountId: account.id,
    name,
    expiresAt,
    scopes: ['people:read'],
  });
  await api('PATCH', '/organization', { tokenPolicy: { reminderDays: [60, 14] } });

  await enter(page, INTEGRATOR.email, '/user-token');
  await page.getByRole('button', { name: 'Make calendar feed' }).click();
  const link = page.getByText('token-expirations.ics');
  const first = await textOf(link);
  watch.secret(first);
  await page.getByRole('button', { name: 'Copy link' }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(first);
  const answer = await request.get(first);
  expect(answer.headers()['content-type']).toBe('text/calendar; charset=utf-8');
  const text = await answer.text();
  expect(text.split('\r\n').every((line) => Buffer.byteLength(line) <= 75)).toBe(true);
  expect(text.replaceAll('\r\n', '')).not.toContain('\n');
  const own = read(text).find(({ event }) => event.summary.startsWith('Your API token'));
  expect(own?.alarms).toEqual(['-P60D', '-P14D']);

  // Who may read the organization's tokens has those of its programs too, to the letter and the second.
  await enter(page, ADMINISTRATOR.email, '/user-token');
  await page.getByRole('button', { name: 'Make calendar feed' }).click();
  const wide = await textOf(page.getByText('token-expirations.ics'));
  watch.secret(wide);
  const entries = read(await (await request.get(wide)).text());
  const entry = entries.find(({ event }) => event.uid === token.id);
  expect(entry?.event.summary).toBe(`Token ${name} ends`);
  expect(entry?.event.startDate.toJSDate().toISOString()).toBe(expiresAt);
  expect(entry?.alarms).toEqual(['-P60D', '-P14D']);
  expect(new Set(entries.map(({ event }) => event.uid)).size).toBe(entries.length);

  await page.reload();
  await expect(page.getByText('token-expirations.ics')).toBeHidden();
  await page.getByRole('button', { name: 'Renew address' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Renew address' }).click();
  const renewed = await textOf(page.getByText('token-expirations.ics'));
  watch.secret(renewed);
  expect((await request.get(wide)).status()).toBe(404);
  expect((await request.get(renewed)).status()).toBe(200);
  await settle(page);
  await check(page);
  await page.setViewportSize({ width: 360, height: 780 });
  await check(page);

  await page.getByRole('button', { name: 'Remove feed' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove feed' }).click();
  await expect(page.getByRole('button', { name: 'Make calendar feed' })).toBeVisible();
  expect((await request.get(renewed)).status()).toBe(404);
});
