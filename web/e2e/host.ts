import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const published = fileURLToPath(new URL('../../artifacts/host/Platform.Host.dll', import.meta.url));

export const DEMO_PASSWORD = 'demo-password';

export interface Host {
  url: string;
  /** The one-time code that an empty instance prints. */
  setUpCode: string;
  stop: () => Promise<void>;
}

/** Starts the published host on a free loopback port with a database of its own: empty, or with the demo's data. */
export async function startHost({ demo }: { demo: boolean }): Promise<Host> {
  const data = fs.mkdtempSync(path.join(os.tmpdir(), 'platform-e2e-'));
  const url = `http://127.0.0.1:${await freePort()}`;
  const host = spawn('dotnet', [process.env.PLATFORM_HOST ?? published, '--urls', url], {
    env: { ...process.env, Data__Directory: data, Demo__Enabled: String(demo) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [host.stdout, host.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const stop = async () => {
    await end(host);
    fs.rmSync(data, { recursive: true, force: true });
  };

  const wanted = demo ? /curl -H/ : /one-time code (\S+)/;
  const deadline = Date.now() + 60_000;
  while (!wanted.test(output)) {
    if (host.exitCode !== null || Date.now() > deadline) {
      await stop();
      throw new Error(`The host did not start.\n${output}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { url, setUpCode: /one-time code (\S+)/.exec(output)?.[1] ?? '', stop };
}

function end(host: ChildProcess): Promise<void> {
  if (host.exitCode !== null || host.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const force = setTimeout(() => host.kill('SIGKILL'), 10_000);
    host.once('exit', () => {
      clearTimeout(force);
      resolve();
    });
    host.kill('SIGTERM');
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as net.AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
