// How many webhook deliveries a second the host makes on loopback, and how long an event takes to arrive, beside a webhook that
// takes 30 s for each answer.
import http from 'http';
import { environmentOf, signIn } from './calls.mjs';
import { startHost, temporaryFolder } from './host.mjs';
import { percentile } from './calls.mjs';

const quickOnes = 10;
const slowSeconds = 30;
const single = 40;
const burst = 400;
const burstCallers = 4;

/** A server that notes when each event reached each webhook; /slow answers late. */
async function startReceiver() {
  const arrivals = new Map(); // webhook → event → times
  let doubled = 0;
  const server = http.createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text) => (body += text));
    request.once('end', () => {
      const answer = () => response.writeHead(204).end();
      if (request.url === '/slow') return void setTimeout(answer, slowSeconds * 1000);
      const seen = arrivals.get(request.url) ?? new Map();
      arrivals.set(request.url, seen);
      const token = JSON.parse(body).data.tokenId;
      if (seen.has(token)) doubled++;
      else seen.set(token, performance.now());
      answer();
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const count = () => [...arrivals.values()].reduce((sum, seen) => sum + seen.size, 0);
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    count,
    doubled: () => doubled,
    timesOf: (token) => [...arrivals.values()].map((seen) => seen.get(token)),
    async all(wanted) {
      const deadline = performance.now() + 120_000;
      while (count() < wanted) {
        if (performance.now() > deadline) throw new Error(`Only ${count()} of ${wanted} deliveries arrived.`);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    },
    stop: () => server.closeAllConnections() ?? server.close(),
  };
}

/** Answers { database, webhooks, deliveries, perSecond, seconds, p50, p99 (ms from the event's answer to its arrival, event by event), doubled }. */
export async function measureWebhooks(database, connection) {
  const receiver = await startReceiver();
  const host = await startHost(temporaryFolder(), {
    env: { Demo__Enabled: 'true', Webhooks__AllowedNetworks: '127.0.0.0/8', ...environmentOf(database, connection) },
    printed: /curl -H/, // the end of the demo's account of itself
  });
  try {
    const call = await signIn(host.url, 'admin@northside.example');
    const service = await call('POST', '/service-accounts', { name: 'Bench', permissions: ['people:read'] });
    for (let at = 0; at < quickOnes; at++) {
      await call('POST', '/webhooks', { url: `${receiver.url}/quick/${at}`, events: ['token.created'] });
    }
    await call('POST', '/webhooks', { url: `${receiver.url}/slow`, events: ['token.created'] });

    let issued = 0;
    const issue = async () => (await call('POST', '/tokens', { serviceAccountId: service.id, name: `Bench ${issued++}`, expiresAt: null, scopes: ['people:read'] })).id;

    // One event after the other, each followed to the last of the webhooks; the slow one has all its places taken by then.
    const latencies = [];
    for (let at = 1; at <= single; at++) {
      const began = performance.now();
      const token = await issue();
      await receiver.all(at * quickOnes);
      latencies.push(...receiver.timesOf(token).map((time) => time - began));
    }

    const before = receiver.count();
    const began = performance.now();
    const caller = async () => {
      while (issued < single + burst) await issue();
    };
    await Promise.all(Array.from({ length: burstCallers }, caller));
    await receiver.all(before + burst * quickOnes);
    const seconds = (performance.now() - began) / 1000;
    // Whatever was sent twice would come now.
    await new Promise((resolve) => setTimeout(resolve, 3000));
    const deliveries = receiver.count() - before;
    return {
      database, webhooks: quickOnes, deliveries, seconds, perSecond: deliveries / seconds,
      p50: percentile(latencies, 0.5), p99: percentile(latencies, 0.99), doubled: receiver.doubled(),
    };
  } finally {
    receiver.stop();
    await host.stop();
  }
}
