// What it costs a node that there are others, and what two of them serve.
import fs from 'fs';
import path from 'path';
import { median } from '../calls.mjs';
import { Failure, step } from '../command.mjs';
import { runHostCommand, startHost, temporaryFolder } from '../host.mjs';
import { cpuSeconds } from '../import.mjs';
import { loadTool } from '../load.mjs';
import { startServer } from '../postgres.mjs';
import { bare as bareRow, me, settled, warm } from '../requests.mjs';
import { Nodes } from './nodes.mjs';

const tokens = 10_000;
const starts = 5;

async function seeded(data, env) {
  const file = path.join(data, 'secrets.csv');
  await runHostCommand(data, ['seed', '--organizations', '10', '--tokens', String(tokens), '--secrets-file', file], { env, minutes: 10 });
  return fs.readFileSync(file, 'utf8').trim().split('\n').map((line) => line.split(',')).map(([organization, token]) => ({ organization, token }));
}

/**
 * Answers { ready (s), cpu: { alone, several, bareAlone, bareSeveral, sqlite (µs a request) }, several, bare, coherence, sqlite (ratios), rates: { one,
 * two, bareOne, bareTwo } }. Processes beside it make every request dearer, also one that knows nothing of coherence: the bare endpoint says by how much.
 */
export async function measureNodes({ rounds, seconds }) {
  const tool = await loadTool();
  const postgres = await startServer();
  if (!postgres) throw new Failure('PostgreSQL was not found: install it (on Debian: apt-get install postgresql).');
  const nodes = new Nodes(postgres);
  const node = await nodes.join();
  const callers = await step('Seeding tokens on PostgreSQL', () => seeded(temporaryFolder(), nodes.environment()));
  const ready = await step(`Starting ${starts} times`, async () => {
    const times = [];
    for (let start = 0; start < starts; start++) {
      const { host } = await nodes.join();
      times.push(host.readySeconds);
      await host.stop();
    }
    return median(times);
  });
  const data = temporaryFolder();
  const others = await step('Seeding tokens on SQLite', () => seeded(data, {}));
  const alone = await startHost(data);
  await Promise.all([warm(node, callers), warm(alone, others)]);
  const [file, otherFile, bareFile] = [me(callers).file, me(others).file, bareRow(callers).file];

  const cpu = async (host, requests) => {
    await tool.run(host.url, requests, { seconds: 1 });
    const before = cpuSeconds(host.pid);
    const result = await tool.run(host.url, requests, { seconds });
    if (result.errors > 0) throw new Failure(`${result.errors} of ${result.requests} requests failed.`);
    return ((cpuSeconds(host.pid) - before) / result.requests) * 1e6;
  };
  const together = async (hosts, requests) => {
    const results = await Promise.all(hosts.map(({ url }) => tool.run(url, requests, { seconds })));
    return results.reduce((sum, result) => sum + result.requests / result.seconds, 0);
  };

  await tool.run(node.url, file, { seconds: seconds * 2 }); // the compiler settles
  await tool.run(alone.url, otherFile, { seconds: seconds * 2 });
  const measured = { alone: [], bareAlone: [], sqlite: [], several: [], bareSeveral: [] };
  await step(`Measuring CPU in ${rounds} rounds of ${seconds} s a row`, async () => {
    for (let round = 0; round < rounds; round++) {
      measured.alone.push(await cpu(node.host, file));
      measured.bareAlone.push(await cpu(node.host, bareFile));
      measured.sqlite.push(await cpu(alone, otherFile));
      const more = await Promise.all([nodes.join(), nodes.join()]);
      await Promise.all(more.map(({ host }) => settled(host)));
      measured.several.push(await cpu(node.host, file));
      measured.bareSeveral.push(await cpu(node.host, bareFile));
      await Promise.all(more.map(({ host }) => host.stop()));
    }
  });
  await alone.stop();

  const other = await nodes.join();
  await warm(other, callers);
  await tool.run(other.url, file, { seconds: seconds * 2 });
  const rates = { one: [], two: [], bareOne: [], bareTwo: [] };
  await step(`Measuring two nodes in ${rounds} rounds`, async () => {
    for (let round = 0; round < rounds; round++) {
      rates.one.push(await together([node], file));
      rates.two.push(await together([node, other], file));
      rates.bareOne.push(await together([node], bareFile));
      rates.bareTwo.push(await together([node, other], bareFile));
    }
  });
  await Promise.all([node, other].map(({ host }) => host.stop()));

  const medians = (samples) => Object.fromEntries(Object.entries(samples).map(([name, values]) => [name, median(values)]));
  const ratios = (name, to) => measured[name].map((value, round) => value / measured[to][round]);
  const [several, bareSeveral] = [ratios('several', 'alone'), ratios('bareSeveral', 'bareAlone')];
  return {
    ready,
    cpu: medians(measured),
    several: median(several),
    bare: median(bareSeveral),
    coherence: median(several.map((value, round) => value / bareSeveral[round])),
    sqlite: median(ratios('sqlite', 'alone')),
    rates: medians(rates),
  };
}

const verdict = (met, target) => `${met ? 'met' : 'MISSED'} (${target})`;

export function nodesTable({ ready, cpu, several, bare, coherence, sqlite, rates }) {
  const [two, machine] = [rates.two / rates.one, rates.bareTwo / rates.bareOne];
  const rate = (value) => Math.round(value).toLocaleString('en');
  return [
    '| warm `GET /api/v1/me`, 10,000 tokens in rotation | measured | target |',
    '| --- | ---: | --- |',
    `| server CPU µs/request, PostgreSQL, one node | ${cpu.alone.toFixed(1)} | |`,
    `| the same with two more nodes there | ${cpu.several.toFixed(1)}, × ${several.toFixed(3)} | |`,
    `| the bare endpoint, one node and with two more there | ${cpu.bareAlone.toFixed(1)} and ${cpu.bareSeveral.toFixed(1)}, × ${bare.toFixed(3)} | |`,
    `| what coherence costs of it: the one ratio by the other | × ${coherence.toFixed(3)} | ${verdict(coherence <= 1.03, '≤ 1.03')} |`,
    `| server CPU µs/request, SQLite, which needs no lease | ${cpu.sqlite.toFixed(1)}, × ${sqlite.toFixed(3)} | |`,
    `| requests/s, one node | ${rate(rates.one)} | |`,
    `| requests/s, two nodes | ${rate(rates.two)}, × ${two.toFixed(2)} | ${verdict(two >= Math.min(1.7, machine * 0.95), '≥ 1.7, or what the machine gives')} |`,
    `| requests/s of the bare endpoint, one node and two: what the machine gives | ${rate(rates.bareOne)} and ${rate(rates.bareTwo)}, × ${machine.toFixed(2)} | |`,
    `| ready against an existing PostgreSQL database | ${ready.toFixed(2)} s | ${verdict(ready < 3, '< 3 s')} |`,
  ].join('\n');
}
