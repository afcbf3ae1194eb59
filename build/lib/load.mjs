// The HTTP load tool: wrk, from apt where it is missing.
import fs from 'fs';
import path from 'path';
import { aptInstall, findProgram } from './apt.mjs';
import { Failure, succeed } from './command.mjs';
import { temporaryFolder } from './host.mjs';
import { inRoot } from './paths.mjs';

const connections = 32;

/** Answers { name, run(url, file, { seconds, once, refused }) → { requests, seconds, p50, p99 (ms), errors } }. */
export async function loadTool() {
  if (!findProgram(['wrk'])) await aptInstall('wrk');
  const wrk = findProgram(['wrk']);
  if (!wrk) throw new Failure('The benchmark needs wrk: install it (on Debian: apt-get install wrk).');
  const run = async (url, file, { seconds, once = false, refused = false }) => {
    const args = ['-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', '5s', '-s', inRoot('build/lib/load.lua'), url];
    const output = await succeed(wrk, [...args, '--', file, once ? 'once' : 'again'], { minutes: 5, env: { REFUSED: refused ? '1' : '0' } });
    return JSON.parse(output.match(/^RESULT (.*)$/m)[1]);
  };
  return { name: `wrk, 1 thread, ${connections} connections`, run };
}

/** A whole request as it goes over the wire. */
export function request(method, url, { token, organization, type, body } = {}) {
  const lines = [`${method} ${url} HTTP/1.1`, 'Host: localhost'];
  if (organization) lines.push(`Organization-ID: ${organization}`);
  if (token) lines.push(`Authorization: Bearer ${token}`);
  if (body !== undefined) lines.push(`Content-Type: ${type}`, `Content-Length: ${Buffer.byteLength(body)}`);
  return `${lines.join('\r\n')}\r\n\r\n${body ?? ''}`;
}

/** Writes requests for the load tool; answers the file. */
export function writeRequests(requests) {
  const file = path.join(temporaryFolder(), 'requests');
  const handle = fs.openSync(file, 'w');
  const ended = requests.map((text) => `${text}\0`);
  for (let at = 0; at < ended.length; at += 10_000) fs.writeSync(handle, ended.slice(at, at + 10_000).join(''));
  fs.closeSync(handle);
  return file;
}
