// What requests cost on a running host, row by row, against its own bare JSON endpoint.
import fs from 'fs';
import { setTimeout } from 'timers/promises';
import { median, send, signIn } from './calls.mjs';
import { Failure } from './command.mjs';
import { runHostCommand, startHost, temporaryFolder } from './host.mjs';
import { cpuSeconds } from './import.mjs';
import { request, writeRequests } from './load.mjs';

const sessions = 32;
const demo = { Demo__Enabled: 'true' };
const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

const residentMegabytes = (pid) => Number(fs.readFileSync(`/proc/${pid}/status`, 'utf8').match(/VmRSS:\s+(\d+)/)[1]) / 1024;

/** The demo's organizations beside seeded ones; answers { data, tokens: [{ organization, token }] }, the organizations taking turns. */
export async function seed(amounts) {
  const data = temporaryFolder();
  await (await startHost(data, { env: demo, printed: /curl -H/ })).stop();
  const secrets = `${data}/secrets.csv`;
  await runHostCommand(data, ['seed', ...Object.entries(amounts).flatMap(([name, value]) => [`--${name}`, String(value)]), '--secrets-file', secrets], { minutes: 60 });
  const lines = fs.readFileSync(secrets, 'utf8').trim().split('\n');
  const turns = new Map();
  const tokens = lines.map((line) => {
    const [organization, token] = line.split(',');
    const turn = turns.get(organization) ?? 0;
    turns.set(organization, turn + 1);
    return { organization, token, turn };
  });
  tokens.sort((a, b) => a.turn - b.turn);
  fs.rmSync(secrets);
  return { data, tokens };
}

/** Waits until a host has done with its start: what its compiler and its first jobs take of the cores is no cost of requests. */
export async function settled({ pid }) {
  for (let second = 0; second < 300; second++) {
    const before = cpuSeconds(pid);
    await setTimeout(1000);
    if (cpuSeconds(pid) - before < 0.05) return;
  }
  throw new Failure('A host that nobody asks anything does not come to rest.');
}

export async function startSeeded(data) {
  const host = await startHost(data, { env: demo });
  await settled(host);
  return host;
}

/** A token that was mistyped: one character of its random part is another one. */
const mistyped = ({ token }) => {
  const at = 10 + (token.charCodeAt(12) % 20);
  const other = alphabet[(alphabet.indexOf(token[at]) + 1) % alphabet.length];
  return token.slice(0, at) + other + token.slice(at + 1);
};

export const bare = (tokens) => ({ name: 'bare JSON, no authentication', shown: 'GET /health/live', bare: true, file: writeRequests(tokens.map(() => request('GET', '/health/live'))) });

export const me = (tokens, name, targets) => ({ name, shown: 'GET /api/v1/me', file: writeRequests(tokens.map((caller) => request('GET', '/api/v1/me', caller))), ...targets });

/** Uses each token once, so that all of them are in memory. */
export async function warm(host, tokens) {
  let next = 0;
  const some = async () => {
    while (next < tokens.length) await send(host.url, 'GET', '/me', undefined, tokens[next++]);
  };
  await Promise.all(Array.from({ length: 32 }, some));
}

/** Every way to ask, with some tokens in rotation. */
export async function everyWay(host, tokens) {
  const operator = await signIn(host.url, 'operator@demo.example');
  const application = await operator('POST', '/instance/applications', { name: 'Benchmark', resources: [{ name: 'benchmarks', actions: ['read'] }] });
  const verifier = (await operator('POST', `/instance/applications/${application.id}/tokens`, { name: 'Benchmark', expiresAt: new Date(Date.now() + 864e5).toISOString() })).secret;
  const people = [];
  for (let at = 0; at < sessions; at++) {
    const answer = await send(host.url, 'POST', '/auth/sign-in', { email: 'admin@northside.example', password: 'demo-password' });
    people.push({ token: answer.accessToken, organization: answer.organization.id });
  }
  await warm(host, tokens);
  const rows = (make) => writeRequests(tokens.map(make));
  return [
    bare(tokens),
    me(tokens, 'who am I, 10,000 tokens in rotation', { target: 0.8, mostCpu: 1.35, mostP99: 1.5 }),
    {
      name: 'gateway, 10,000 tokens', shown: '/api/v1/forward-auth?scope=people:read', target: 0.85,
      file: rows((caller) => request('GET', '/api/v1/forward-auth?scope=people:read', caller)),
    },
    {
      name: 'verification by an application, 10,000 tokens', shown: 'POST /api/v1/verify', target: 0.6,
      file: rows(({ token }) => request('POST', '/api/v1/verify', { token: verifier, type: 'application/json', body: JSON.stringify({ token, scopes: ['people:read'] }) })),
    },
    {
      name: 'introspection by an application, 10,000 tokens', shown: 'POST /api/v1/introspect', target: 0.5,
      file: rows(({ token }) => request('POST', '/api/v1/introspect', { token: verifier, type: 'application/x-www-form-urlencoded', body: `token=${token}` })),
    },
    { name: `access token (JWT), ${sessions} sessions`, shown: 'GET /api/v1/me', target: 0.7, file: rows((_, at) => request('GET', '/api/v1/me', people[at % sessions])) },
    {
      name: 'garbage with a wrong checksum', shown: 'GET /api/v1/me', target: 0.9, refused: true,
      file: rows((caller) => request('GET', '/api/v1/me', { ...caller, token: mistyped(caller) })),
    },
  ];
}

/** First use of each token, in slices that no round shares: so large that none is used up in the time of a round. */
export const cold = (slices) => ({ seconds: 2, name: 'first use of each of 120,000 tokens, all modules asked', shown: 'GET /api/v1/me', target: 0.15, once: true, files: slices.map((tokens) => writeRequests(tokens.map((caller) => request('GET', '/api/v1/me', caller)))) });

/** Takes the rows in turn for some rounds, so that a slow spell of the machine meets all of them; each number is the median. */
export async function measureRows(tool, host, rows, { rounds, seconds }) {
  const load = (row, round, duration) => tool.run(host.url, row.files ? row.files[round] : row.file, { ...row, seconds: row.seconds ?? duration });
  const samples = rows.map(() => []);
  for (const row of rows) await load(row, rounds, seconds); // the compiler settles, the caches fill
  for (let round = 0; round < rounds; round++) {
    for (const [index, row] of rows.entries()) {
      if (!row.once) await load(row, round, 1);
      const before = cpuSeconds(host.pid);
      const result = await load(row, round, seconds);
      const cpu = cpuSeconds(host.pid) - before;
      samples[index].push({ ...result, rate: result.requests / result.seconds, cpu: (cpu / result.requests) * 1e6, memory: residentMegabytes(host.pid) });
    }
  }
  return rows.map((row, index) => {
    const of = (name) => median(samples[index].map((sample) => sample[name]));
    const errors = samples[index].reduce((sum, sample) => sum + sample.errors, 0);
    return { ...row, rate: of('rate'), requests: of('requests'), p50: of('p50'), p99: of('p99'), cpu: of('cpu'), memory: of('memory'), errors };
  });
}
