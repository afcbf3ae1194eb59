// The HTTP load tool: wrk, from apt where it is missing, else autocannon from npm.
import { aptInstall, findProgram } from './apt.mjs';
import { step, succeed } from './command.mjs';
import { inRoot } from './paths.mjs';
import { npm } from './web.mjs';

const connections = 32;

/** Answers { name, run(url, { seconds, secrets, authenticated }) → { requests, seconds, p50, p99 (ms), errors } }. */
export async function loadTool() {
  if (!findProgram(['wrk'])) await aptInstall('wrk');
  const wrk = findProgram(['wrk']);
  if (wrk) {
    return tool(`wrk, 1 thread, ${connections} connections`, wrk, (url, { seconds, secrets, authenticated }) => [
      '-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', '5s', '-s', inRoot('build/lib/load.lua'), url, '--', secrets, authenticated ? 'with' : 'without',
    ]);
  }
  const folder = inRoot('.cache/autocannon');
  await step('Installing autocannon', () => npm(['install', '--no-save', '--prefix', folder, 'autocannon@8']));
  return tool(`autocannon, ${connections} connections`, process.execPath, (url, { seconds, secrets, authenticated }) => [
    inRoot('build/lib/autocannon.mjs'), folder, url, String(seconds), String(connections), secrets, authenticated ? 'with' : 'without',
  ]);
}

function tool(name, command, args) {
  const run = async (...options) => {
    const output = await succeed(command, args(...options), { minutes: 5 });
    return JSON.parse(output.match(/^RESULT (.*)$/m)[1]);
  };
  return { name, run };
}
