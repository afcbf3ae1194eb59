// `npm run bench [-- --write] [--rounds N] [--seconds N]`: what a request costs on the published host with SQLite, against the
// bare JSON endpoint of the same host; what an import of 10,000 people costs; and what 100,000 tokens of one organization cost to
// list and to add to. --write puts the tables into docs/benchmarks.md. --import, --tokens: that part alone. --sweep: how long it
// takes to note what has expired among a million tokens, which takes long to prepare.
import './lib/require-node.mjs';
import fs from 'fs';
import os from 'os';
import path from 'path';
import { execute, Failure, main, step } from './lib/command.mjs';
import { publishHost, requireDotnet } from './lib/dotnet.mjs';
import { runHostCommand, startHost, temporaryFolder } from './lib/host.mjs';
import { cpuSeconds, measureImport } from './lib/import.mjs';
import { loadTool } from './lib/load.mjs';
import { microOf, withMicro } from './lib/micro.mjs';
import { inRoot } from './lib/paths.mjs';
import { startPostgres } from './lib/postgres.mjs';
import { measureSweep, measureTokens } from './lib/tokens.mjs';

// The first row is the measure of the others; `target` is the least share of its requests/s.
const rows = [
  { name: 'bare JSON, no authentication', path: '/health/live', authenticated: false },
  { name: 'who am I, 10,000 tokens in rotation', path: '/api/v1/me', authenticated: true, target: 0.6 },
];
const readyTarget = 2;
const importTargets = { seconds: 20, worst: 100 };
const tokenTargets = { list: 50, issue: 15 };
const sweepTargets = { seconds: 30, turn: 10 };
const starts = 5;

const option = (name, otherwise) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
};
const rounds = option('rounds', 3);
const seconds = option('seconds', 6);

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

const residentMegabytes = (pid) => Number(fs.readFileSync(`/proc/${pid}/status`, 'utf8').match(/VmRSS:\s+(\d+)/)[1]) / 1024;

async function measureStarts(data) {
  const times = [];
  for (let run = 0; run < starts; run++) {
    const host = await startHost(data);
    times.push(host.readySeconds);
    await host.stop();
  }
  return median(times);
}

async function measureRows(tool, data, secrets) {
  const host = await startHost(data);
  const load = (row, duration) => tool.run(`${host.url}${row.path}`, { ...row, secrets, seconds: duration });
  const samples = rows.map(() => []);
  for (const row of rows) await load(row, seconds); // the compiler settles, the caches fill
  for (let round = 0; round < rounds; round++) {
    for (const [index, row] of rows.entries()) {
      await load(row, 1);
      const before = cpuSeconds(host.pid);
      const result = await load(row, seconds);
      const cpu = cpuSeconds(host.pid) - before;
      samples[index].push({ ...result, rate: result.requests / result.seconds, cpu: (cpu / result.requests) * 1e6, memory: residentMegabytes(host.pid) });
    }
  }
  await host.stop();
  return rows.map((row, index) => {
    const of = (name) => median(samples[index].map((sample) => sample[name]));
    const errors = samples[index].reduce((sum, sample) => sum + sample.errors, 0);
    return { ...row, rate: of('rate'), p50: of('p50'), p99: of('p99'), cpu: of('cpu'), memory: of('memory'), errors };
  });
}

const verdict = (met, target) => `${met ? 'met' : 'MISSED'} (${target})`;

function table(results, ready) {
  const [bare] = results;
  const lines = results.map((row) => {
    const ratio = row.rate / bare.rate;
    const judged = row.errors > 0 ? 'ERRORS' : row.target ? verdict(ratio >= row.target, `≥ ${row.target.toFixed(2)}`) : '';
    const cells = [
      row.name, `\`GET ${row.path}\``, Math.round(row.rate).toLocaleString('en'), ratio.toFixed(2), row.p50.toFixed(2), row.p99.toFixed(2),
      row.errors, row.cpu.toFixed(1), (row.cpu / bare.cpu).toFixed(2), Math.round(row.memory), judged,
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return [
    '| row | request | requests/s | of bare | p50 ms | p99 ms | errors | server CPU µs/request | CPU of bare | resident MB | target |',
    '| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |',
    ...lines,
    '',
    `Ready ${ready.toFixed(2)} s after process start on an existing database: ${verdict(ready <= readyTarget, `≤ ${readyTarget} s`)}.`,
  ].join('\n');
}

/** Measures on SQLite, and on PostgreSQL where it is there. */
async function onEach(title, measure) {
  const measured = [await step(`${title} on SQLite`, () => measure('SQLite'))];
  const postgres = process.env.PLATFORM_TEST_POSTGRESQL || (await postgresOnce());
  if (postgres) measured.push(await step(`${title} on PostgreSQL`, () => measure('PostgreSQL', postgres)));
  return measured;
}

let started;
const postgresOnce = () => (started ??= startPostgres());

function importTable(measured) {
  const lines = measured.map((row) => {
    const met = row.seconds <= importTargets.seconds && row.worst < importTargets.worst;
    const cells = [
      row.database, row.lines.toLocaleString('en'), row.dryRunSeconds.toFixed(1), row.seconds.toFixed(1), row.cpu.toFixed(1), row.revocations, row.idle.toFixed(1),
      row.median.toFixed(1), row.worst.toFixed(1), Math.round(row.memory), verdict(met, `≤ ${importTargets.seconds} s, < ${importTargets.worst} ms`),
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return [
    '| import on | lines | dry run s | import s | server CPU s | revocations meanwhile | revocation at rest ms | median ms | worst ms | resident MB more | target |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |',
    ...lines,
  ].join('\n');
}

function tokensTable(measured) {
  const lines = measured.map(({ database, tokens, lists, issuing }) => {
    const met = lists.p99 < tokenTargets.list && (database !== 'SQLite' || issuing.p99 < tokenTargets.issue);
    const cells = [
      database, tokens.toLocaleString('en'), lists.requests.toLocaleString('en'), lists.p50.toFixed(1), lists.p99.toFixed(1), `\`${lists.slowest.filter}\``,
      lists.slowest.milliseconds.toFixed(1), issuing.p50.toFixed(1), issuing.p99.toFixed(1),
      verdict(met, `list p99 < ${tokenTargets.list} ms${database === 'SQLite' ? `, issue p99 < ${tokenTargets.issue} ms` : ''}`),
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return [
    '| tokens on | of one organization | pages read | page p50 ms | p99 ms | slowest filter | its p99 ms | issue p50 ms | p99 ms | target |',
    '| --- | ---: | ---: | ---: | ---: | --- | ---: | ---: | ---: | --- |',
    ...lines,
  ].join('\n');
}

function sweepTable(row) {
  const met = row.seconds <= sweepTargets.seconds && row.turn <= sweepTargets.turn;
  const cells = [
    row.tokens.toLocaleString('en'), row.due.toLocaleString('en'), row.seconds.toFixed(1), row.turn.toFixed(1), row.median.toFixed(1), row.worst.toFixed(1),
    verdict(met, `≤ ${sweepTargets.seconds} s, ≤ ${sweepTargets.turn} ms`),
  ];
  return [
    '| tokens | due | sweep s | longest turn ms | revocation meanwhile, median ms | worst ms | target |',
    '| ---: | ---: | ---: | ---: | ---: | ---: | --- |',
    `| ${cells.join(' | ')} |`,
  ].join('\n');
}

async function page(tables, tool) {
  const { output } = await execute('dotnet', ['--list-runtimes'], { minutes: 1 });
  const runtime = output.split('\n').filter((line) => line.startsWith('Microsoft.AspNetCore.App 10.')).pop() || '';
  const cpus = os.cpus();
  return `# Benchmarks

Written by \`npm run bench -- --write\` on ${new Date().toISOString().slice(0, 10)}: ${cpus.length} cores (${cpus[0].model.trim()}), ${Math.round(os.totalmem() / 2 ** 30)} GiB memory, ${os.type()}, .NET ${runtime.split(' ')[1] || 'unknown'}.

${tables}

## How it is measured

The published host runs on a SQLite database seeded with 10 organizations, 1,000 people and 10,000 tokens, over loopback, with its settings as shipped.
The load is ${tool.name}; every row sends its requests from the same script, prepared before the start and in rotation. Load tool and server share the cores and neither is pinned: requests/s is what the machine gives to both, server CPU per request (from the process's own accounting) is the server's alone.
After a warm-up of each row, ${rounds} rounds of ${seconds} s take the rows in turn, so that a slow spell of the machine meets all of them; each number is the median of its rounds, errors (any status but 2xx, any broken connection) are their sum.
The imports run on a host of the demo's two organizations: one imports people who have no account yet, each with a role, while tokens of the other are revoked one after the other; a revocation is measured from its request to its answer, and the worst of them is told.
The lists are those of an organization with 100,000 tokens of all states: each filter in each order, the first page of 50 and the next, one request at a time. Issuing goes one token after the other, with its audit entry, on the same database.
Ready is the median of ${starts} starts, from the start of the process to the first 200 of \`/health/ready\`.
`;
}

main(async () => {
  if (process.platform !== 'linux') throw new Failure('The benchmark reads /proc and runs on Linux only.');
  await requireDotnet();
  await publishHost();
  if (process.argv.includes('--sweep')) {
    console.log(`\n${sweepTable(await step('Sweeping a million tokens', measureSweep))}`);
    return 0;
  }
  const parts = [
    ['--import', async () => importTable(await onEach('Importing 10,000 people', measureImport))],
    ['--tokens', async () => tokensTable(await onEach('Listing 100,000 tokens', measureTokens))],
  ];
  const alone = parts.filter(([flag]) => process.argv.includes(flag));
  const others = [];
  for (const [, measure] of alone.length > 0 ? alone : parts) others.push(await measure());
  if (alone.length > 0) {
    console.log(`\n${others.join('\n\n')}`);
    return 0;
  }
  const tool = await loadTool();
  const data = temporaryFolder();
  const secrets = path.join(temporaryFolder(), 'secrets.csv');
  await step('Seeding', () => runHostCommand(data, ['seed', '--organizations', '10', '--people', '1000', '--tokens', '10000', '--secrets-file', secrets]));
  const ready = await step(`Starting ${starts} times`, () => measureStarts(data));
  const results = await step(`Measuring ${rounds} rounds of ${seconds} s a row`, () => measureRows(tool, data, secrets));
  const tables = [table(results, ready), ...others].join('\n\n');
  console.log(`\n${tables}`);
  if (process.argv.includes('--write')) {
    fs.mkdirSync(inRoot('docs'), { recursive: true });
    const file = inRoot('docs/benchmarks.md');
    const micro = fs.existsSync(file) ? microOf(fs.readFileSync(file, 'utf8')) : '';
    fs.writeFileSync(file, withMicro(await page(tables, tool), micro));
  }
  return results.some((row) => row.errors > 0) ? 1 : 0;
});
