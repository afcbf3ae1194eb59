// What an import of 10,000 people costs, and what a revocation in another organization takes meanwhile.
import fs from 'fs';
import { environmentOf, median, signIn } from './calls.mjs';
import { startHost, temporaryFolder } from './host.mjs';

const lines = 10_000;
const spareTokens = 600;

const residentMegabytes = (pid, field) => Number(fs.readFileSync(`/proc/${pid}/status`, 'utf8').match(new RegExp(`${field}:\\s+(\\d+)`))[1]) / 1024;

/** User and system time of a process in seconds; Linux counts it in hundredths. */
export function cpuSeconds(pid) {
  const fields = fs.readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').pop().split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
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
