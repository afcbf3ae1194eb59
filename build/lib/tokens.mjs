// What lists of an organization with 100,000 tokens cost, what issuing one does, and how long a sweep over a million takes.
import fs from 'fs';
import path from 'path';
import { environmentOf, median, percentile, send, signIn } from './calls.mjs';
import { Failure } from './command.mjs';
import { cpuSeconds } from './import.mjs';
import { runHostCommand, startHost, temporaryFolder } from './host.mjs';

const listed = 100_000;
const swept = 1_000_000;
const due = 10_000;
const warmUp = 3_000; // as many as the compiler needs to settle on what runs
const issued = 1_000;
const rounds = 10;
const sorts = ['createdAt', '-createdAt', 'expiresAt', '-expiresAt', 'lastUsedAt', '-lastUsedAt', 'name', '-name'];
const demo = { Demo__Enabled: 'true' };

async function timed(call) {
  const began = process.hrtime.bigint();
  const answer = await call();
  return { answer, milliseconds: Number(process.hrtime.bigint() - began) / 1e6 };
}

/** The demo's organizations beside one with so many tokens. */
async function prepare(database, connection, tokens) {
  const data = temporaryFolder();
  const env = environmentOf(database, connection);
  const first = await startHost(data, { env: { ...env, ...demo }, printed: /curl -H/ });
  await first.stop();
  const secrets = path.join(data, 'secrets.csv');
  await runHostCommand(data, ['seed', '--people', '500', ...tokens, '--secrets-file', secrets], { env, minutes: 60 });
  return { data, env, secrets };
}

/** Each filter in each order: its first page and the next, several times. */
async function measureLists(url, secretsFile) {
  const [organization, token] = fs.readFileSync(secretsFile, 'utf8').trim().split('\n').pop().split(',');
  const list = (query) => timed(() => send(url, 'GET', `/tokens?${query}`, undefined, { token, organization }));
  const { answer: page } = await list('limit=200');
  const some = page.items[page.items.length - 1];
  const filters = [
    '', 'status=active', 'status=expiring', 'status=rotating', 'status=expired', 'status=revoked', 'kind=user', 'kind=service',
    `ownerId=${some.owner.id}`, 'q=load', `q=${some.display.slice(-4)}`, `q=${encodeURIComponent(some.name)}`,
  ];
  /** What the first page and the next one take. */
  const pages = async (query) => {
    const first = await list(query);
    const { nextCursor } = first.answer;
    return nextCursor ? [first, await list(`${query}&cursor=${encodeURIComponent(nextCursor)}`)] : [first];
  };
  for (let round = 0; round < rounds; round++) for (const filter of filters) for (const sort of sorts) await pages(`sort=${sort}&${filter}`); // the compiler settles
  const all = [];
  let slowest = { milliseconds: 0 };
  for (const filter of filters) {
    const times = [];
    for (const sort of sorts) {
      for (let round = 0; round < rounds; round++) {
        times.push(...(await pages(`sort=${sort}&${filter}`)).map(({ milliseconds }) => milliseconds));
      }
    }
    all.push(...times);
    const p99 = percentile(times, 0.99);
    if (p99 > slowest.milliseconds) slowest = { filter: filter.replace(/=.*-.*/, '=…') || 'none', milliseconds: p99 };
  }
  return { requests: all.length, p50: median(all), p99: percentile(all, 0.99), slowest };
}

/** One after the other, each with its audit entry, durable before it is answered. */
async function measureIssuing(url) {
  const admin = await signIn(url, 'admin@northside.example');
  const account = await admin('POST', '/service-accounts', { name: 'Bench', permissions: ['people:read'] });
  const issue = (at) => timed(() => admin('POST', '/tokens', { serviceAccountId: account.id, name: `Bench ${at}`, expiresAt: null, scopes: ['people:read'] }));
  for (let at = 0; at < warmUp; at++) await issue(`warm ${at}`);
  const times = [];
  for (let at = 0; at < issued; at++) times.push((await issue(at)).milliseconds);
  return { p50: median(times), p99: percentile(times, 0.99) };
}

/** Waits until the jobs have done what the seeded tokens give them to do: reminders by the ten thousand, which nobody has in one day. */
export async function untilIdle(pid) {
  for (let quiet = 0, before = cpuSeconds(pid); quiet < 4; ) {
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const now = cpuSeconds(pid);
    quiet = now - before < 0.1 ? quiet + 1 : 0;
    before = now;
  }
}

/** Answers { database, tokens, lists: { requests, p50, p99, slowest: { filter, milliseconds } }, issuing: { p50, p99 } } in ms. */
export async function measureTokens(database, connection) {
  const { data, env, secrets } = await prepare(database, connection, ['--tokens', '1000', '--varied-tokens', String(listed - 1000)]);
  const host = await startHost(data, { env: { ...env, ...demo } });
  try {
    await untilIdle(host.pid);
    return { database, tokens: listed, lists: await measureLists(host.url, secrets), issuing: await measureIssuing(host.url) };
  } finally {
    await host.stop();
  }
}

/** Answers { tokens, due, seconds, turn, median, worst }: the sweep's longest turn as the host tells of it, and what revocations elsewhere took meanwhile, in ms. */
export async function measureSweep() {
  const { data, env } = await prepare('SQLite', null, ['--varied-tokens', String(swept - due), '--due-tokens', String(due)]);
  const disk = longestWrite(data);
  const host = await startHost(data, { env: { ...env, ...demo } });
  try {
    const admin = await signIn(host.url, 'admin@northside.example');
    const account = await admin('POST', '/service-accounts', { name: 'Bench', permissions: ['people:read'] });
    const printed = new RegExp('(\\d+) tokens have expired; noted in ([\\d.]+) s, in (\\d+) turns, (\\d+) of them longer than \\d+ ms and the longest ([\\d.]+) ms');
    const meanwhile = [];
    for (let at = 0; at < 60_000; at++) {
      const sweep = printed.exec(host.output());
      if (sweep && Number(sweep[1]) >= due) {
        const [count, seconds, turns, overlong, longest] = sweep.slice(1).map(Number);
        return { tokens: swept, due: count, seconds, turns, overlong, longest, disk, median: median(meanwhile), worst: Math.max(...meanwhile) };
      }
      const token = await admin('POST', '/tokens', { serviceAccountId: account.id, name: `Bench ${at}`, expiresAt: null, scopes: ['people:read'] });
      meanwhile.push((await timed(() => admin('POST', `/tokens/${token.id}/revoke`, {}))).milliseconds);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Failure(`The sweep has not told of ${due} tokens.`);
  } finally {
    await host.stop();
  }
}

/** The longest of 1,500 writes of 80 KB that reach the disk, with nobody else at it, in milliseconds: no commit can promise less. */
function longestWrite(folder) {
  const [name, pages] = [path.join(folder, 'probe'), Buffer.alloc(80_000)];
  const file = fs.openSync(name, 'w');
  let longest = 0;
  for (let at = 0; at < 1_500; at++) {
    const began = performance.now();
    fs.writeSync(file, pages, 0, pages.length, (at % 50) * pages.length);
    fs.fdatasyncSync(file);
    longest = Math.max(longest, performance.now() - began);
  }
  fs.closeSync(file);
  fs.rmSync(name);
  return longest;
}
