// What a log of a million entries costs to verify and to read, and what of a change its entry is.
import fs from 'fs';
import path from 'path';
import { environmentOf, median, percentile, send } from './calls.mjs';
import { Failure } from './command.mjs';
import { dotnet } from './dotnet.mjs';
import { runHostCommand, startHost, temporaryFolder } from './host.mjs';
import { untilIdle } from './tokens.mjs';

const entries = 1_000_000;
const rounds = 20;
const benchmarks = 'tests/Platform.Benchmarks/bin/Release/net10.0/Platform.Benchmarks.dll';

const megabytes = (pid, field) => Number(fs.readFileSync(`/proc/${pid}/status`, 'utf8').match(new RegExp(`${field}:\\s+(\\d+)`))[1]) / 1024;

async function timed(call) {
  const began = process.hrtime.bigint();
  const answer = await call();
  return { answer, milliseconds: Number(process.hrtime.bigint() - began) / 1e6 };
}

/** Each filter in either order: the first page, the next, and one from the middle of the log. */
export async function measureLists(ask) {
  const list = (query) => timed(() => ask(`/audit?${query}`));
  const { answer: page } = await list('limit=200');
  const some = page.items.find((entry) => entry.actor.kind === 'person');
  const day = (before) => new Date(Date.now() - before * 86_400_000).toISOString();
  const filters = [
    '', `actorId=${some.actor.id}`, `action=${some.action}`, 'action=nothing.happened', `targetId=${some.target.id}`,
    `from=${day(1)}`, `from=${day(60)}`, `to=${day(60)}`, `to=${day(1)}`, `from=${day(45)}&to=${day(44)}`, `actorId=${some.actor.id}&from=${day(45)}&to=${day(44)}`,
  ];
  const middle = encodeURIComponent(Buffer.from(String(entries / 2)).toString('base64url'));
  const [all, slowest] = [[], { milliseconds: 0 }];
  for (const measured of [false, true]) {
    for (const filter of filters) {
      const times = [];
      for (const sort of ['sequence', '-sequence']) {
        for (let round = 0; round < rounds; round++) {
          const first = await list(`sort=${sort}&${filter}`);
          times.push(first.milliseconds, (await list(`sort=${sort}&${filter}&cursor=${middle}`)).milliseconds);
          if (first.answer.nextCursor) times.push((await list(`sort=${sort}&${filter}&cursor=${encodeURIComponent(first.answer.nextCursor)}`)).milliseconds);
        }
      }
      if (!measured) continue; // the compiler settles
      all.push(...times);
      const p99 = percentile(times, 0.99);
      if (p99 > slowest.milliseconds) Object.assign(slowest, { filter: filter.replace(/=[^&]*/g, '=…') || 'none', milliseconds: p99 });
    }
  }
  return { requests: all.length, p50: median(all), p99: percentile(all, 0.99), slowest };
}

/** Issuing tokens with their entry and without, in one process and on a database of its own. */
export async function measureShare(database, connection) {
  const env = environmentOf(database, connection);
  const settings = Object.entries(env).map(([name, value]) => `--${name.replaceAll('__', ':')}=${value}`);
  const output = await dotnet([benchmarks, 'audit-share', ...settings], { minutes: 10 });
  const line = /^audit-share\|([\d.]+)\|([\d.]+)\|(-?[\d.]+)\|([\d.]+)$/m.exec(output);
  if (!line) throw new Failure(`The benchmark of the log's share said nothing.\n${output}`);
  const [withEntry, without, share, inside] = line.slice(1).map(Number);
  return { withEntry, without, share, inside };
}

/** Answers { database, entries, verifySeconds, memory (MB more), lists: { requests, p50, p99, slowest }, append: { withEntry, without, share, inside } }. */
export async function measureAudit(database, connection) {
  const data = temporaryFolder();
  const env = environmentOf(database, connection);
  const secrets = path.join(data, 'secrets.csv');
  await runHostCommand(data, ['seed', '--tokens', '1', '--audit-entries', String(entries), '--secrets-file', secrets], { env, minutes: 30 });
  const [organization, token] = fs.readFileSync(secrets, 'utf8').trim().split(',');
  const host = await startHost(data, { env });
  try {
    await untilIdle(host.pid);
    const ask = (query) => send(host.url, 'GET', query, undefined, { token, organization });
    const before = megabytes(host.pid, 'VmRSS');
    const { answer, milliseconds } = await timed(() => ask('/audit/verify'));
    if (!answer.intact || answer.entries < entries) throw new Failure(`The log is not whole: ${JSON.stringify(answer)}`);
    const memory = megabytes(host.pid, 'VmHWM') - before;
    const lists = await measureLists(ask);
    await host.stop();
    await dotnet(['build', 'tests/Platform.Benchmarks', '-c', 'Release', '-v', 'quiet']);
    return { database, entries: answer.entries, verifySeconds: milliseconds / 1000, memory, lists, append: await measureShare(database, connection) };
  } finally {
    await host.stop();
  }
}
