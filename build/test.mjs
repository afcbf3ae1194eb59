// `npm test`: installs what the tests need, runs them all and adds them up.
// `npm test -- --only web` (or dotnet, e2e, node, nodes) runs a part.
import './lib/require-node.mjs';
import fs from 'fs';
import os from 'os';
import path from 'path';
import { aptInstall, findProgram } from './lib/apt.mjs';
import { forms, head, line, runScenarios, startThree } from './lib/chaos/chaos.mjs';
import { findChromium } from './lib/chromium.mjs';
import { atEnd, execute, Failure, main } from './lib/command.mjs';
import { dotnetEnvironment, hostDll, publishHost, requireDotnet } from './lib/dotnet.mjs';
import { inRoot } from './lib/paths.mjs';
import { startPostgres } from './lib/postgres.mjs';
import { fromPlaywright, fromVitest, fromXunit, readRun, Summary } from './lib/results.mjs';
import { installPackages } from './lib/web.mjs';

const projects = ['Platform.UnitTests', 'Platform.ArchitectureTests', 'Platform.IntegrationTests'];
const summary = new Summary();
const reports = fs.mkdtempSync(path.join(os.tmpdir(), 'platform-test-'));
atEnd(() => fs.rmSync(reports, { recursive: true, force: true }));

/** A command that is no test runner counts as one test. */
async function check(title, command, args, options) {
  const { code, output, seconds } = await execute(command, args, options);
  const failures = code === 0 ? [] : [{ name: [command, ...args].join(' '), message: output }];
  summary.add(title, { passed: code === 0 ? 1 : 0, failures, skipped: [] }, seconds);
  return code === 0;
}

async function tests(title, read, command, args, options) {
  const report = path.join(reports, `${title.replace(/\W+/g, '-')}.json`);
  const fill = (text) => text.replace('{report}', report);
  const env = Object.fromEntries(Object.entries(options.env || {}).map(([name, value]) => [name, fill(value)]));
  const result = await execute(command, args.map(fill), { minutes: 60, ...options, env });
  summary.add(title, readRun(report, read, result), result.seconds);
}

/** A part that can't even begin is a failure to count, so that the closing line always comes. */
async function counted(part) {
  try {
    await part();
  } catch (error) {
    const message = error instanceof Failure ? error.message : error.stack;
    summary.add(`Preparing (${part.name})`, { passed: 0, failures: [{ name: part.name, message }], skipped: [] });
  }
}

/** Debian keeps it out of the PATH of those who are not root. */
async function findNginx() {
  const find = () => findProgram(['nginx'], ['/usr/sbin', '/usr/local/sbin']);
  if (find() === undefined) await aptInstall('nginx');
  return find();
}

async function web() {
  await check('Web lint', 'npm', ['run', 'lint', '--workspace=web']);
  await tests('Web tests', fromVitest, 'npm', ['run', 'test', '--workspace=web', '--', '--reporter=json', '--outputFile={report}'], {});
}

async function dotnet() {
  const env = { ...dotnetEnvironment };
  const postgres = process.env.PLATFORM_TEST_POSTGRESQL || (await startPostgres());
  if (postgres) env.PLATFORM_TEST_POSTGRESQL = postgres;
  else console.log('PostgreSQL was not found, so its tests are skipped: install it (on Debian: apt-get install postgresql), or name a server in PLATFORM_TEST_POSTGRESQL.');

  const nginx = process.env.PLATFORM_TEST_NGINX || (await findNginx());
  if (nginx) env.PLATFORM_TEST_NGINX = nginx;
  else console.log('nginx was not found, so its tests are skipped: install it (on Debian: apt-get install nginx), or name the program in PLATFORM_TEST_NGINX.');

  if (!(await check('Build', 'dotnet', ['build', 'Platform.sln', '-c', 'Release', '-v', 'quiet'], { env }))) return;
  for (const project of projects) {
    const assembly = `tests/${project}/bin/Release/net10.0/${project}.dll`;
    // Twice as many as there are processors: many tests wait for what is written once a second.
    // That all commands were seen is asked of the whole suite alone.
    env.PLATFORM_TEST_WHOLE = 'true';
    await tests(project, fromXunit, 'dotnet', [assembly, '-noLogo', '-noColor', '-maxThreads', '2x', '-ctrf', '{report}'], { env });
  }
  await check('Migrations match the model', 'node', ['build/migration.mjs', '--check'], { env });
}

async function e2e() {
  if (!fs.existsSync(inRoot('web/e2e'))) return;
  const browser = await findChromium();
  const args = ['run', 'e2e', '--workspace=web', '--', '--reporter=json'];
  const env = { PLAYWRIGHT_JSON_OUTPUT_FILE: '{report}', PLATFORM_HOST: hostDll };
  await publishHost();
  await check('Types and documents match the OpenAPI document', 'node', ['build/openapi.mjs', '--check']);
  if (browser) {
    await tests('Browser tests', fromPlaywright, 'npm', args, { env: { ...env, PLATFORM_TEST_CHROMIUM: browser } });
  } else {
    console.log('Chromium was not found, so the browser tests are skipped: install it (on Debian: apt-get install chromium).');
    const count = (report) => ({ passed: 0, failures: [], skipped: fromPlaywright(report).skipped.map(() => 'Chromium was not found') });
    await tests('Browser tests', count, 'npm', [...args, '--list'], { env });
  }
}

/** The Node client, against the published host. */
async function node() {
  await publishHost();
  await check('Node client, types', 'npm', ['run', 'check', '--workspace=@platform/client']);
  const reporter = ['--test-reporter', inRoot('build/lib/node-test-reporter.mjs'), '--test-reporter-destination', '{report}'];
  const files = ['parts', 'platform'].map((name) => inRoot(`src/platform-client-node/test/${name}.test.js`));
  await tests('Node client', (report) => report, process.execPath, ['--test', ...reporter, ...files], { env: { PLATFORM_HOST: hostDll } });
}

/** The short form of `npm run chaos`: a scenario counts as a test. */
async function nodes() {
  const started = Date.now();
  const run = { passed: 0, failures: [], skipped: [] };
  await publishHost();
  const three = await startThree();
  if (!three) run.skipped.push('PostgreSQL was not found');
  else {
    const table = [head];
    await runScenarios(three, forms.short, (result) => {
      table.push(line(result));
      if (result.failures.length === 0) run.passed++;
      else run.failures.push({ name: result.name, message: result.failures.slice(0, 20).join('\n') });
    });
    console.log(table.join('\n'));
  }
  summary.add('Three nodes', run, (Date.now() - started) / 1000);
}

main(async () => {
  const parts = { web, dotnet, e2e, node, nodes };
  const [flag, only] = process.argv.slice(2);
  if (flag !== undefined && (flag !== '--only' || !(only in parts))) {
    throw new Failure('Use: npm test [-- --only web|dotnet|e2e|node|nodes]');
  }
  await requireDotnet();
  for (const part of [installPackages, ...(only ? [parts[only]] : Object.values(parts))]) await counted(part);
  return summary.close();
});
