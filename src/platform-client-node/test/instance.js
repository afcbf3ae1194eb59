// The published host with its demo, and short words for what the tests begin with.
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { startHost } from '../../../build/lib/host.mjs';
import { signIn } from '../../../build/lib/calls.mjs';

export async function startInstance() {
  const data = fs.mkdtempSync(path.join(os.tmpdir(), 'platform-node-'));
  const host = await startHost(data, { dll: process.env.PLATFORM_HOST, env: { Demo__Enabled: 'true' }, printed: /curl -H/ });
  const operator = await signIn(host.url, 'operator@demo.example');
  const admin = await signIn(host.url, 'admin@northside.example');
  const { items } = await operator('GET', '/instance/applications');
  const { id } = items.find(({ name }) => name === 'Tickets');
  const { secret: applicationToken } = await operator('POST', `/instance/applications/${id}/tokens`, { name: 'Node' });
  let count = 0;
  async function issue(scopes, settings = {}) {
    const name = `Node ${++count}`;
    const account = await admin('POST', '/service-accounts', { name, permissions: scopes });
    return admin('POST', '/tokens', { serviceAccountId: account.id, name, expiresAt: null, scopes, ...settings });
  }
  const revoke = ({ id }) => admin('POST', `/tokens/${id}/revoke`);
  const stop = async () => {
    await host.stop();
    fs.rmSync(data, { recursive: true, force: true });
  };
  return { url: host.url, stop, applicationToken, issue, revoke };
}

/** Passes everything on to the instance, counts the questions, and lets the feed through or not. */
export async function startGateway(instance) {
  const open = new Set();
  const state = { asked: 0, feedIsCut: false };
  const server = http.createServer((request, response) => {
    const isFeed = request.url === '/api/v1/verifier/feed';
    if (isFeed && state.feedIsCut) return response.writeHead(502).end();
    if (!isFeed) state.asked++;
    const { host, ...headers } = request.headers;
    const onward = http.request(`${instance.url}${request.url}`, { method: request.method, headers }, (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    response.on('close', () => onward.destroy());
    if (isFeed) open.add(response);
    return request.pipe(onward);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(state, {
    url: `http://127.0.0.1:${server.address().port}`,
    cutFeed() {
      state.feedIsCut = true;
      for (const response of open) response.destroy();
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  });
}

/** Waits until it is so. */
export async function until(ask, atMost = 30_000) {
  const began = performance.now();
  while (!(await ask())) {
    if (performance.now() - began > atMost) throw new Error(`Not so within ${atMost} ms: ${ask}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
