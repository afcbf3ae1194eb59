// Three real hosts on one PostgreSQL, under load from all sides, while nodes and database are taken away.
import crypto from 'crypto';
import { median } from '../calls.mjs';
import { Failure, step } from '../command.mjs';
import { startServer } from '../postgres.mjs';
import { ask, until } from './calls.mjs';
import { Nodes, operator } from './nodes.mjs';
import { Onslaught } from './onslaught.mjs';
import { scenarios } from './scenarios.mjs';

/** How much of it `npm test` and `npm run chaos` do. */
export const forms = { short: { most: 1000, times: 1, isShort: true }, long: { most: 10_000, times: 10, isShort: false } };

/** What has been answered may be lost in no crash, so it commits as it does by default. */
export const startDatabase = () => startServer({ synchronous_commit: 'on' });

/** A node that stood still for longer than its lease answers 503, and has done nothing. */
async function must(node, method, path, options) {
  let answer;
  await until(async () => (answer = await ask(node, method, `/api/v1${path}`, options)).status !== 503);
  const { status, body } = answer;
  if (status === 0 || status >= 300) throw new Failure(`${method} ${path} answered ${status}: ${JSON.stringify(body)}`);
  return body;
}

/** Three organizations, each with an administrator and a service account, and an application that verifies. */
export async function prepareSite(node) {
  const { accessToken } = await must(node, 'POST', '/auth/sign-in', { body: operator });
  const asOperator = (path, body) => must(node, 'POST', path, { token: accessToken, body });
  const application = await asOperator('/instance/applications', { name: 'Chaos', resources: [{ name: 'chaos', actions: ['read'] }] });
  const expiresAt = new Date(Date.now() + 864e5).toISOString();
  const verifier = (await asOperator(`/instance/applications/${application.id}/tokens`, { name: 'Chaos', expiresAt })).secret;
  const organizations = [];
  for (const slug of ['chaos-one', 'chaos-two', 'chaos-three']) {
    const administrator = { name: 'Ada Admin', email: `ada@${slug}.example`, password: crypto.randomBytes(12).toString('hex') };
    await asOperator('/instance/organizations', { name: slug, slug, administrator });
    const { email, password } = administrator;
    const admin = { token: (await must(node, 'POST', '/auth/sign-in', { body: { email, password } })).accessToken, organization: slug };
    const account = (await must(node, 'POST', '/service-accounts', { ...admin, body: { name: 'Chaos', permissions: ['people:read'] } })).id;
    organizations.push({ slug, admin, account });
  }
  return { organizations, verifier };
}

/** Starts three nodes; answers { nodes, postgres, site }, or undefined where PostgreSQL is not to be had. */
export async function startThree() {
  const postgres = await startDatabase();
  if (!postgres) return undefined;
  // They don't live long enough for what the compiler would learn of them.
  const nodes = new Nodes(postgres, { DOTNET_TieredPGO: '0' });
  await step('Starting three nodes', async () => {
    await nodes.join();
    await Promise.all([nodes.join(), nodes.join()]);
  });
  return { nodes, postgres, site: await prepareSite(nodes.all[0]) };
}

async function runOne(stage, { name, run }) {
  const tally = stage.onslaught.count();
  let result;
  try {
    result = await run(stage);
  } catch (error) {
    result = { asked: [{ text: error.stack, met: false }] };
  }
  const counted = stage.onslaught.tally; // a scenario may have begun a new count, once it was ready
  const failures = [...new Set([tally, counted])].flatMap(({ violations, faults }) => [...violations, ...faults]);
  const missed = result.asked.filter(({ met, isOfMachine }) => !met && !(stage.isShort && isOfMachine)).map(({ text }) => `missed: ${text}`);
  return { name, ...result, tally: counted, violations: counted.violations.length, failures: [...failures, ...missed] };
}

/**
 * Runs all scenarios, in the short or the long form; calls back with each result. The short form runs beside who knows what: it asks
 * nothing that only a free machine can keep, and what has taken too long, and failed in nothing else, is tried again.
 */
export async function runScenarios({ nodes, postgres, site }, { most, times, isShort }, told) {
  const onslaught = new Onslaught(nodes, site);
  const stage = { nodes, postgres, onslaught, most, times, isShort, canary: await onslaught.spare() };
  onslaught.start();
  try {
    for (const scenario of scenarios) {
      const result = await runOne(stage, scenario);
      const isLate = result.failures.length > 0 && result.violations + result.tally.faults.length === 0;
      told(isShort && isLate ? await runOne(stage, scenario) : result);
    }
  } finally {
    for (const node of nodes.all) node.host.kill('SIGCONT');
    await onslaught.stop();
  }
}

const whole = (value) => Math.round(value).toLocaleString('en');
const range = (values) => (values ? (values.length > 1 ? `${whole(median(values))} (${whole(Math.max(...values))})` : whole(values[0])) : '');

export const head = [
  '| what was done | tokens ended | requests | violations | faults | 503 | unanswered | ended p50 ms | p99 ms | last yes ms | to fence ms | to recover ms | asked |',
  '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |',
].join('\n');

export function line({ name, tally, violations, asked, lastYes, fence, recover }) {
  const cells = [
    name, whole(tally.ended.length), whole(tally.requests), violations, tally.faults.length, whole(tally.unavailable), whole(tally.unanswered),
    tally.p(0.5).toFixed(1), tally.p(0.99).toFixed(1), range(lastYes), range(fence), range(recover),
    asked.map(({ text, met }) => `${met ? 'met' : 'MISSED'} (${text})`).join(', '),
  ];
  return `| ${cells.join(' | ')} |`;
}
