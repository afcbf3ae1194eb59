// What an import of 10,000 people costs, and what a revocation in another organization takes meanwhile.
import crypto from 'crypto';
import fs from 'fs';
import http from 'http';
import { startHost, temporaryFolder } from './host.mjs';

const lines = 10_000;
const password = 'demo-password';
const spareTokens = 600;

const residentMegabytes = (pid, field) => Number(fs.readFileSync(`/proc/${pid}/status`, 'utf8').match(new RegExp(`${field}:\\s+(\\d+)`))[1]) / 1024;

/** User and system time of a process in seconds; Linux counts it in hundredths. */
export function cpuSeconds(pid) {
  const fields = fs.readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').pop().split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] || 0;
}

const agent = new http.Agent({ keepAlive: true });

/** Sends one call; answers the parsed body, and fails on any status but 2xx. */
function send(url, method, path, body, { token, organization, type = 'application/json' } = {}) {
  return new Promise((resolve, reject) => {
    const payload = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
    const headers = { ...(payload === undefined ? {} : { 'Content-Type': type, 'Content-Length': Buffer.byteLength(payload) }) };
    if (token) Object.assign(headers, { Authorization: `Bearer ${token}`, 'Organization-ID': organization });
    const request = http.request(`${url}/api/v1${path}`, { method, headers, agent }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part) => (text += part));
      response.once('end', () => {
        if (response.statusCode >= 300) reject(new Error(`${method} ${path}: ${response.statusCode} ${text.slice(0, 500)}`));
        else resolve(text ? JSON.parse(text) : undefined);
      });
    });
    request.once('error', reject);
    request.end(payload);
  });
}

async function signIn(url, email) {
  const answer = await send(url, 'POST', '/auth/sign-in', { email, password });
  const caller = { token: answer.accessToken, organization: answer.organization.id };
  return (method, path, body, type) => send(url, method, path, body, { ...caller, type });
}

/** A database of its own on the server, which the host makes and fills. */
function environmentOf(database, connection) {
  if (database === 'SQLite') return {};
  return {
    Database__Provider: 'PostgreSql',
    Database__MigrateOnStart: 'true',
    ConnectionStrings__Platform: connection.replace(/Database=[^;]*/, `Database=bench_${crypto.randomBytes(6).toString('hex')}`),
  };
}

/** Answers { database, lines, dryRunSeconds, seconds, cpu (the host's seconds of it), revocations, idle, median, worst (ms), memory (MB more than before) }. */
export async function measureImport(database, connection) {
  const host = await startHost(temporaryFolder(), {
    env: { Demo__Enabled: 'true', ...environmentOf(database, connection) },
    printed: /curl -H/, // the end of the demo's account of itself
  });
  try {
    const importing = await signIn(host.url, 'admin@northside.example');
    const other = await signIn(host.url, 'admin@harbor.example');
    const service = await other('POST', '/service-accounts', { name: 'Bench', permissions: ['people:read'] });
    const tokens = [];
    for (let at = 0; at < spareTokens; at++) {
      tokens.push((await other('POST', '/tokens', { serviceAccountId: service.id, name: `Bench ${at}`, expiresAt: null, scopes: ['people:read'] })).id);
    }

    const revoke = async () => {
      const began = process.hrtime.bigint();
      await other('POST', `/tokens/${tokens.pop()}/revoke`, {});
      return Number(process.hrtime.bigint() - began) / 1e6;
    };
    const atRest = [];
    for (let at = 0; at < 50; at++) atRest.push(await revoke());

    const person = (at) => `Imported ${at},imported-${at}@bench.example,Crew,${at},Member,${at % 2 ? 'yes' : 'no'}`;
    const csv = `name,email,title,employeeNumber,roles,apiAccess\n${Array.from({ length: lines }, (_, at) => person(at)).join('\n')}\n`;
    const timed = async (path) => {
      const began = process.hrtime.bigint();
      const report = await importing('POST', path, csv, 'text/csv');
      return { report, seconds: Number(process.hrtime.bigint() - began) / 1e9 };
    };
    const dryRun = await timed('/people/import?dryRun=true');
    const cpuBefore = cpuSeconds(host.pid);
    const before = residentMegabytes(host.pid, 'VmRSS');
    let done = false;
    const imported = timed('/people/import').finally(() => (done = true));
    const meanwhile = [];
    while (!done && tokens.length > 0) {
      meanwhile.push(await revoke());
      await new Promise((resolve) => setTimeout(resolve, 10));
    }

    const { report, seconds } = await imported;
    const cpu = cpuSeconds(host.pid) - cpuBefore;
    if (report.created !== lines) throw new Error(`${report.created} of ${lines} were created.`);
    return {
      database, lines, seconds, cpu, dryRunSeconds: dryRun.seconds, revocations: meanwhile.length, idle: median(atRest), median: median(meanwhile),
      worst: Math.max(...meanwhile), memory: Math.max(0, residentMegabytes(host.pid, 'VmHWM') - before),
    };
  } finally {
    await host.stop();
  }
}
