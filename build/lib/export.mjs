// What an export of a million entries of the audit log costs, and what the host holds in memory for it.
import fs from 'fs';
import http from 'http';
import path from 'path';
import { environmentOf } from './calls.mjs';
import { Failure } from './command.mjs';
import { runHostCommand, startHost, temporaryFolder } from './host.mjs';
import { cpuSeconds } from './import.mjs';

const entries = 1_000_000;

const megabytes = (pid, field) => Number(fs.readFileSync(`/proc/${pid}/status`, 'utf8').match(new RegExp(`${field}:\\s+(\\d+)`))[1]) / 1024;

/** Reads a file to its end as it comes, and keeps none of it. Answers { lines, bytes }. */
function download(url, format, { token, organization }) {
  return new Promise((resolve, reject) => {
    const headers = { Authorization: `Bearer ${token}`, 'Organization-ID': organization };
    http.get(`${url}/api/v1/audit/export?format=${format}`, { headers }, (response) => {
      let [lines, bytes] = [0, 0];
      response.on('data', (part) => {
        bytes += part.length;
        for (let at = part.indexOf(10); at >= 0; at = part.indexOf(10, at + 1)) lines++;
      });
      response.once('error', reject);
      response.once('end', () => (response.statusCode === 200 ? resolve({ lines, bytes }) : reject(new Error(`The export was answered with ${response.statusCode}.`))));
    }).once('error', reject);
  });
}

/** Answers [{ database, format, entries, seconds, cpu (the host's seconds of it), megabytes, before, most (MB resident), first }]: with the first one the process grows to its size, whatever the length; the others of each format show what one takes. */
export async function measureExport(database, connection) {
  const data = temporaryFolder();
  const env = environmentOf(database, connection);
  const secrets = path.join(data, 'secrets.csv');
  await runHostCommand(data, ['seed', '--tokens', '1', '--audit-entries', String(entries), '--secrets-file', secrets], { env, minutes: 60 });
  const [organization, token] = fs.readFileSync(secrets, 'utf8').trim().split(',');
  const host = await startHost(data, { env });
  try {
    const rows = [];
    for (const [at, format] of ['ndjson', 'ndjson', 'csv'].entries()) {
      const [before, cpuBefore, began] = [megabytes(host.pid, 'VmRSS'), cpuSeconds(host.pid), process.hrtime.bigint()];
      fs.writeFileSync(`/proc/${host.pid}/clear_refs`, '5'); // the most that was resident counts from here
      const { lines, bytes } = await download(host.url, format, { token, organization });
      const seconds = Number(process.hrtime.bigint() - began) / 1e9;
      if (lines < entries) throw new Failure(`The export had ${lines} lines and not ${entries}.`);
      rows.push({ database, format, entries, seconds, cpu: cpuSeconds(host.pid) - cpuBefore, megabytes: bytes / 1e6, before, most: megabytes(host.pid, 'VmHWM'), first: at === 0 });
    }
    return rows;
  } finally {
    await host.stop();
  }
}
