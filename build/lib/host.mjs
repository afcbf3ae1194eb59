// Starts the published host on a free loopback port, for what measures it or reads its contract.
import fs from 'fs';
import http from 'http';
import os from 'os';
import path from 'path';
import { atEnd, Failure, launch, succeed } from './command.mjs';
import { hostDll } from './dotnet.mjs';
import { freePort } from './port.mjs';

/** A folder that goes away with the command. */
export function temporaryFolder() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'platform-'));
  atEnd(() => fs.rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const environment = (data) => ({ Data__Directory: data, Demo__Enabled: 'false', Operators__RequireMfa: 'false' });

export const runHostCommand = (data, args, { env, ...options } = {}) =>
  succeed('dotnet', [hostDll, ...args], { ...options, env: { ...environment(data), ...env } });

export const get = (url) =>
  new Promise((resolve, reject) => {
    const request = http.get(url, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text) => (body += text));
      response.once('end', () => resolve({ status: response.statusCode, body }));
    });
    request.setTimeout(5000, () => request.destroy(new Error(`${url} did not answer.`)));
    request.once('error', reject);
  });

const isReady = (url) => get(`${url}/health/ready`).then(({ status }) => status === 200, () => false);

/** Waits until it is ready and has printed what is asked for. Answers { url, pid, readySeconds (process start to the first 200 of /health/ready), stop, kill(signal), exited, output (the last it has printed) }. */
export async function startHost(data, { dll = hostDll, env = {}, printed = /(?:)/ } = {}) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const started = process.hrtime.bigint();
  const { child, exited, stop, kill } = launch('dotnet', [dll, '--urls', url], { env: { ...environment(data), ...env } });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output = (output + text).slice(-20_000)));
  let running = true;
  exited.then(() => (running = false));
  const seconds = () => Number(process.hrtime.bigint() - started) / 1e9;
  while (!(await isReady(url)) || !printed.test(output)) {
    if (!running || seconds() > 240) throw new Failure(`${output}\nThe host ${running ? 'was not ready after 240 s' : 'ended before it was ready'}.`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return { url, pid: child.pid, readySeconds: seconds(), stop, kill, exited, output: () => output };
}
