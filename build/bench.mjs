// `npm run bench [-- --write] [--rounds N] [--seconds N]`: what requests cost on the published host with SQLite, against the bare
// JSON endpoint of the same host, with 10,000 and with a million tokens; what an import of 10,000 people costs; and what 100,000
// tokens of one organization cost to list and to add to; what reminding of 10,000 ends takes; how many webhook deliveries a second
// there are; what a log of a million entries costs to read and to export; what a product pays that verifies with Platform.Client;
// and how soon the documentation page can be used. --write puts the tables into docs/benchmarks.md. --requests, --million, --import,
// --tokens, --reminders, --webhooks, --audit, --export, --client, --documentation: that part alone, whose table alone is then
// written. --sweep: how long it takes to note what has expired among a million tokens. --nodes: what several nodes on one PostgreSQL
// cost and serve.
import './lib/require-node.mjs';
import { measureAudit } from './lib/audit.mjs';
import { median } from './lib/calls.mjs';
import { measureNodes, nodesTable } from './lib/chaos/speed.mjs';
import { measureClient } from './lib/client.mjs';
import { Failure, main, step } from './lib/command.mjs';
import { measureDocumentation } from './lib/documentation.mjs';
import { publishHost, requireDotnet } from './lib/dotnet.mjs';
import { measureExport } from './lib/export.mjs';
import { startHost } from './lib/host.mjs';
import { measureImport } from './lib/import.mjs';
import { loadTool } from './lib/load.mjs';
import { writeSection, written } from './lib/page.mjs';
import { startServer } from './lib/postgres.mjs';
import { measureReminders } from './lib/reminders.mjs';
import { bare, cold, everyWay, me, measureRows, seed, startSeeded, warm } from './lib/requests.mjs';
import { measureSweep, measureTokens } from './lib/tokens.mjs';
import { measureWebhooks } from './lib/webhooks.mjs';

const readyTarget = 2;
const importTargets = { seconds: 20, worst: 100 };
const tokenTargets = { list: 50, issue: 15 };
const reminderTargets = { seconds: 60, rate: 50 };
const webhookTargets = { perSecond: 200, p99: 1000 };
const auditTargets = { seconds: 20, list: 50, share: 0.15 };
const exportTargets = { memory: 50 };
const sweepTargets = { seconds: 30, turn: 10 };
const documentationTarget = 3000;
const starts = 5;
const flat = 0.15;
const memoryTarget = 700;

const option = (name, otherwise) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
};
const measured = { rounds: option('rounds', 3), seconds: option('seconds', 6) };

async function measureStarts(data) {
  const times = [];
  for (let run = 0; run < starts; run++) {
    const host = await startHost(data);
    times.push(host.readySeconds);
    await host.stop();
  }
  return median(times);
}

const verdict = (met, target) => `${met ? 'met' : 'MISSED'} (${target})`;

/** Each row against the bare one before it. */
function requestsTable(results) {
  let bare;
  const lines = results.map((row) => {
    if (row.bare) bare = row;
    const [rate, cpu, p99] = [row.rate / bare.rate, row.cpu / bare.cpu, row.p99 / bare.p99];
    const targets = [
      row.target && { met: rate >= row.target, text: `≥ ${row.target.toFixed(2)}` },
      row.mostCpu && { met: cpu <= row.mostCpu, text: `CPU ≤ ${row.mostCpu}` },
      row.mostP99 && { met: p99 <= row.mostP99, text: `p99 ≤ ${row.mostP99} × bare` },
      row.mostMemory && { met: row.memory < row.mostMemory, text: `< ${row.mostMemory} MB` },
    ].filter(Boolean);
    const judged = row.errors > 0 ? 'ERRORS' : targets.map(({ met, text }) => verdict(met, text)).join(', ');
    const cells = [
      row.name, `\`${row.shown}\``, Math.round(row.rate).toLocaleString('en'), rate.toFixed(2), row.p50.toFixed(2), row.p99.toFixed(2),
      row.errors, row.cpu.toFixed(1), cpu.toFixed(2), Math.round(row.memory), judged,
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return [
    '| row | request | requests/s | of bare | p50 ms | p99 ms | errors | server CPU µs/request | CPU of bare | resident MB | target |',
    '| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |',
    ...lines,
  ].join('\n');
}

async function measureRequests() {
  const tool = await loadTool();
  const { data, tokens } = await step('Seeding 10,000 tokens', () => seed({ organizations: 10, people: 1000, tokens: 10_000 }));
  const ready = await step(`Starting ${starts} times`, () => measureStarts(data));
  const host = await startSeeded(data);
  try {
    const rows = await everyWay(host, tokens);
    const results = await step(`Measuring ${measured.rounds} rounds of ${measured.seconds} s a row`, () => measureRows(tool, host, rows, measured));
    return `${requestsTable(results)}\n\nReady ${ready.toFixed(2)} s after process start on an existing database: ${verdict(ready <= readyTarget, `≤ ${readyTarget} s`)}.`;
  } finally {
    await host.stop();
  }
}

/** First uses, and then ever more of a million tokens of 10,000 organizations in rotation. */
async function measureMillion() {
  const tool = await loadTool();
  const { rounds } = measured;
  const { data, tokens } = await step('Seeding 1,000,000 tokens of 10,000 organizations', () => seed({ organizations: 10_000, people: 120_000, tokens: 1_000_000 }));
  const host = await startSeeded(data);
  try {
    const personal = tokens.filter(({ token }) => token.startsWith('ptu_'));
    const slices = Array.from({ length: rounds + 1 }, (_, at) => personal.filter((_, index) => index % (rounds + 1) === at));
    const first = await step('Measuring first uses', () => measureRows(tool, host, [bare(tokens.slice(0, 10_000)), cold(slices)], measured));
    await step('Using each token once', () => warm(host, tokens));
    const results = [];
    for (const count of [1000, 10_000, 100_000, 1_000_000]) {
      const some = tokens.slice(0, count);
      const name = `who am I, ${count.toLocaleString('en')} tokens of ${Math.min(count, 10_000).toLocaleString('en')} organizations in rotation`;
      const targets = count === 1_000_000 ? { target: 0.75, mostMemory: memoryTarget } : {};
      results.push(...(await step(`Measuring ${count.toLocaleString('en')} tokens in rotation`, () => measureRows(tool, host, [bare(some), me(some, name, targets)], measured))));
    }
    const ratios = results.filter((_, at) => at % 2 === 1).map((row, at) => row.rate / results[at * 2].rate);
    const spread = 1 - Math.min(...ratios) / Math.max(...ratios);
    return `${requestsTable([...first, ...results])}\n\nFrom 1,000 to 1,000,000 tokens the share of bare lies within ${(spread * 100).toFixed(0)} %: ${verdict(spread <= flat, `≤ ${flat * 100} %`)}.`;
  } finally {
    await host.stop();
  }
}

/** Measures on SQLite, and on PostgreSQL where it is there. */
async function onEach(title, measure) {
  const measured = [await step(`${title} on SQLite`, () => measure('SQLite'))];
  const postgres = process.env.PLATFORM_TEST_POSTGRESQL || (await postgresOnce());
  if (postgres) measured.push(await step(`${title} on PostgreSQL`, () => measure('PostgreSQL', postgres)));
  return measured;
}

let started;
/** A cluster that is vacuumed, as every one in use is; more often than by default, since nobody waits a minute after seeding. */
const postgresOnce = async () => (await (started ??= startServer({ autovacuum: 'on', autovacuum_naptime: '5s' })))?.connection;

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

function webhooksTable(measured) {
  const lines = measured.map((row) => {
    const met = row.perSecond >= webhookTargets.perSecond && row.p99 < webhookTargets.p99 && row.doubled === 0;
    const cells = [
      row.database, row.webhooks, row.deliveries.toLocaleString('en'), row.seconds.toFixed(1), Math.round(row.perSecond).toLocaleString('en'), row.doubled,
      row.p50.toFixed(0), row.p99.toFixed(0), verdict(met, `≥ ${webhookTargets.perSecond}/s, p99 < ${webhookTargets.p99} ms, none twice`),
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return [
    '| webhooks on | beside the slow one | deliveries | seconds | deliveries/s | twice | event to arrival p50 ms | p99 ms | target |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |',
    ...lines,
  ].join('\n');
}

function auditTable(measured) {
  const lines = measured.map(({ database, entries, verifySeconds, memory, lists, append }) => {
    const met = verifySeconds < auditTargets.seconds && lists.p99 < auditTargets.list && append.share <= auditTargets.share;
    const cells = [
      database, entries.toLocaleString('en'), verifySeconds.toFixed(1), Math.round(memory), lists.requests.toLocaleString('en'), lists.p50.toFixed(1), lists.p99.toFixed(1),
      `\`${lists.slowest.filter}\``, lists.slowest.milliseconds.toFixed(1), append.withEntry.toFixed(2), append.without.toFixed(2), `${(append.share * 100).toFixed(1)} %`, `${(append.inside * 100).toFixed(1)} %`,
      verdict(met, `verify < ${auditTargets.seconds} s, list p99 < ${auditTargets.list} ms, entry ≤ ${auditTargets.share * 100} %`),
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return [
    '| log on | entries | verify s | resident MB more | pages read | page p50 ms | p99 ms | slowest filter | its p99 ms | issue a token ms | without its entry ms | the entry costs | time inside of it | target |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- | ---: | ---: | ---: | ---: | ---: | --- |',
    ...lines,
  ].join('\n');
}

function sweepTable(row) {
  const met = row.seconds <= sweepTargets.seconds && row.longest <= sweepTargets.turn;
  const cells = [
    row.tokens.toLocaleString('en'), row.due.toLocaleString('en'), row.seconds.toFixed(1), row.turns.toLocaleString('en'), row.overlong, row.longest.toFixed(1),
    row.disk.toFixed(1), row.median.toFixed(1), row.worst.toFixed(1), verdict(met, `≤ ${sweepTargets.seconds} s, ≤ ${sweepTargets.turn} ms`),
  ];
  return [
    `| tokens | due | sweep s | turns | longer than ${sweepTargets.turn} ms | longest turn ms | longest bare write to this disk ms | revocation meanwhile, median ms | worst ms | target |`,
    '| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |',
    `| ${cells.join(' | ')} |`,
  ].join('\n');
}

function exportTable(measured) {
  const lines = measured.flat().map((row) => {
    const more = Math.max(0, row.most - row.before);
    const cells = [
      row.database, row.first ? `${row.format}, the first of the process` : row.format, row.entries.toLocaleString('en'), row.seconds.toFixed(1), row.cpu.toFixed(1), Math.round(row.megabytes), Math.round(row.before), Math.round(more),
      row.first ? '' : verdict(more < exportTargets.memory, `< ${exportTargets.memory} MB more`),
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return [
    '| export on | format | entries | seconds | server CPU s | file MB | resident MB before | resident MB more | target |',
    '| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |',
    ...lines,
  ].join('\n');
}

function remindersTable(measured) {
  const lines = measured.map((row) => {
    const met = row.writtenSeconds < reminderTargets.seconds && row.rate >= reminderTargets.rate && row.again === 0;
    const cells = [
      row.database, row.tokens.toLocaleString('en'), row.jobSeconds.toFixed(1), row.writtenSeconds.toFixed(1), row.mailSeconds.toFixed(1), Math.round(row.rate), row.again,
      verdict(met, `< ${reminderTargets.seconds} s, ≥ ${reminderTargets.rate} mails/s, none twice`),
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return [
    '| reminders on | tokens that end on one day | job s | all notices written s | all mails handed over s | mails/s | twice | target |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |',
    ...lines,
  ].join('\n');
}

function documentationTable({ first, median, worst }) {
  const cells = [first, median, worst].map((milliseconds) => Math.round(milliseconds).toLocaleString('en'));
  return [
    '| from the click to a field that takes text | the first time ms | then, median ms | worst ms | target |',
    '| --- | ---: | ---: | ---: | --- |',
    `| the documentation page | ${cells.join(' | ')} | ${verdict(median <= documentationTarget, `≤ ${documentationTarget} ms`)} |`,
  ].join('\n');
}

const sections = [
  { flag: '--requests', heading: '## Every way to ask', measure: measureRequests },
  { flag: '--million', heading: '## A million tokens', measure: measureMillion },
  { flag: '--import', heading: '## Importing people', measure: async () => importTable(await onEach('Importing 10,000 people', measureImport)) },
  { flag: '--tokens', heading: '## Tokens of one organization', measure: async () => tokensTable(await onEach('Listing 100,000 tokens', measureTokens)) },
  { flag: '--reminders', heading: '## Reminding of 10,000 ends', measure: async () => remindersTable(await onEach('Reminding', measureReminders)) },
  { flag: '--webhooks', heading: '## Webhooks', measure: async () => webhooksTable(await onEach('Delivering to webhooks', measureWebhooks)) },
  { flag: '--audit', heading: '## The audit log', measure: async () => auditTable(await onEach('Reading a log of a million entries', measureAudit)) },
  { flag: '--export', heading: '## Exporting the audit log', measure: async () => exportTable(await onEach('Exporting a million entries', measureExport)) },
  { flag: '--client', heading: '## A product that verifies in process', measure: async () => requestsTable(await measureClient(await loadTool(), measured)) },
  { flag: '--documentation', heading: '## The documentation page', measure: async () => documentationTable(await step('Opening the documentation page', measureDocumentation)) },
  { flag: '--sweep', heading: '## Noting what has expired', measure: async () => sweepTable(await step('Sweeping a million tokens', measureSweep)), onlyAlone: true },
  { flag: '--nodes', heading: '## Several nodes', measure: async () => nodesTable(await measureNodes(measured)), onlyAlone: true },
];

main(async () => {
  if (process.platform !== 'linux') throw new Failure('The benchmark reads /proc and runs on Linux only.');
  await requireDotnet();
  await publishHost();
  const alone = sections.filter(({ flag }) => process.argv.includes(flag));
  let failed = false;
  for (const { heading, measure } of alone.length > 0 ? alone : sections.filter(({ onlyAlone }) => !onlyAlone)) {
    const table = await measure();
    failed ||= table.includes('ERRORS');
    console.log(`\n${heading}\n\n${table}`);
    if (process.argv.includes('--write')) writeSection(heading, await written('npm run bench -- --write', table));
  }
  return failed ? 1 : 0;
});
