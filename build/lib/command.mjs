// How a build command runs: quiet steps of one line each, expected failures without a stack trace, and no process or
// temporary folder left behind, whichever way it ends. `npm start` says `exec node … || node …` because Debian's sh would
// otherwise stay between npm and node and keep signals to itself; the second half is for Windows, which has no exec.
import childProcess from 'child_process';
import { root } from './paths.mjs';

/** Something the person at the keyboard can act on; printed as it is, without a stack trace. */
export class Failure extends Error {}

const cleanups = new Set();
let ending;

/** Runs `cleanup` once, when the command ends or earlier by the function this returns. */
export function atEnd(cleanup) {
  const once = () => (cleanups.delete(once) ? cleanup() : undefined);
  cleanups.add(once);
  return once;
}

async function end(exitCode) {
  ending = ending || (async () => {
    for (const cleanup of [...cleanups].reverse()) {
      try {
        await cleanup();
      } catch (error) {
        console.error(error);
      }
    }
    process.exit(exitCode);
  })();
  await ending;
}

/** Runs a command's body, which answers the exit code (0 where it answers nothing). */
export async function main(body, { exitCodeWhenStopped = 130 } = {}) {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => end(exitCodeWhenStopped));
  }
  // A terminal that went away must not keep the cleanups from running.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  // Where npm was killed outright no signal comes, but the parent changes.
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && end(exitCodeWhenStopped), 500).unref();
  try {
    await end((await body()) || 0);
  } catch (error) {
    // What fails because its processes were just ended is no news.
    if (!ending) console.error(error instanceof Failure ? error.message : error);
    await end(1);
  }
}

/** Starts a process in a group of its own, which ends with this command. */
export function launch(command, args, options = {}) {
  const { env, stopSignal = 'SIGTERM', ...rest } = options;
  const windows = process.platform === 'win32';
  const child = childProcess.spawn(command, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: !windows,
    shell: windows && command === 'npm', // npm.cmd starts only through a shell
    ...rest,
  });
  const kill = (signal) => {
    try {
      if (windows || rest.detached === false) child.kill(signal);
      else process.kill(-child.pid, signal);
    } catch {
      // gone already
    }
  };
  const exited = new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: null, error }));
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  const stop = atEnd(async () => {
    if (child.pid === undefined) return;
    kill(stopSignal);
    const timer = setTimeout(() => kill('SIGKILL'), 15_000);
    await exited;
    clearTimeout(timer);
  });
  return { child, exited, stop, kill };
}

/** Runs a process to its end with its output captured. A code of null means that it did not end by itself. */
export async function execute(command, args, { minutes = 30, ...options } = {}) {
  const started = Date.now();
  const { child, exited, stop, kill } = launch(command, args, options);
  let output = '';
  let timedOut = false;
  for (const stream of [child.stdout, child.stderr]) {
    if (stream) stream.setEncoding('utf8').on('data', (text) => (output += text));
  }
  const closed = new Promise((resolve) => child.once('close', resolve));
  const timer = setTimeout(() => {
    timedOut = true;
    kill('SIGKILL');
  }, minutes * 60_000);
  const { code, error } = await exited;
  clearTimeout(timer);
  // A grandchild may hold the pipes open; what it says later is not waited for.
  await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, 10_000).unref())]);
  await stop();
  if (timedOut) output += `\nStopped after ${minutes} minutes.\n`;
  if (error) output += error.code === 'ENOENT' ? `${command} was not found.\n` : `${error.message}\n`;
  return { code, output, seconds: (Date.now() - started) / 1000 };
}

/** Runs a process that has to succeed; its whole output is the failure's message where it does not. */
export async function succeed(command, args, options) {
  const result = await execute(command, args, options);
  if (result.code !== 0) throw new Failure(`${result.output.trimEnd()}\n${command} ${args.join(' ')} failed.`);
  return result.output;
}

/** Prints one line for a piece of work: what it is, then how long it took. */
export async function step(title, work) {
  const started = Date.now();
  process.stdout.write(`${title} … `);
  try {
    const result = await work();
    console.log(`${((Date.now() - started) / 1000).toFixed(1)} s`);
    return result;
  } catch (error) {
    console.log(ending ? 'stopped' : 'failed');
    throw error;
  }
}
