import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const published = fileURLToPath(new URL('../../artifacts/host/Platform.Host.dll', import.meta.url));

export const DEMO_PASSWORD = 'demo-password';

/** Names the folder with the demo's data to the workers. */
const DEMO_DATA = 'PLATFORM_E2E_DEMO_DATA';

export interface Host {
  url: string;
  /** The one-time code that an empty instance prints. */
  setUpCode: string;
  stop: () => Promise<void>;
}

/** Starts the published host on a free loopback port with a database of its own: empty, or a copy of the demo's. */
export async function startHost({ demo }: { demo: boolean }): Promise<Host> {
  const data = newFolder();
  if (demo) fs.cpSync(process.env[DEMO_DATA] ?? '', data, { recursive: true });
  const { url, output, end } = await serve(data, demo);
  return {
    url,
    setUpCode: /one-time code (\S+)/.exec(output)?.[1] ?? '',
    stop: async () => {
      await end();
      remove(data);
    },
  };
}

/** Makes the demo's data once, before any worker starts: a host takes several times as long to make it as to open it. */
export default async function seed() {
  const data = newFolder();
  process.env[DEMO_DATA] = data;
  await (await serve(data, true)).end();
  return () => remove(data);
}

async function serve(data: string, demo: boolean) {
  const url = `http://127.0.0.1:${await freePort()}`;
  const host = spawn('dotnet', [process.env.PLATFORM_HOST ?? published, '--urls', url], {
    // A host lives for a minute: profiling itself to run faster later is time lost.
    env: {
      ...process.env,
      DOTNET_TieredPGO: '0',
      Data__Directory: data,
      Demo__Enabled: String(demo),
      // Where the tests' own servers are.
      Webhooks__AllowedNetworks: '127.0.0.0/8',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [host.stdout, host.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }

  const wanted = demo ? /curl -H/ : /one-time code (\S+)/;
  const deadline = Date.now() + 240_000;
  while (!wanted.test(output)) {
    if (host.exitCode !== null || Date.now() > deadline) {
      await end(host);
      remove(data);
      throw new Error(`The host did not start.\n${output}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { url, output, end: () => end(host) };
}

const newFolder = () => fs.mkdtempSync(path.join(os.tmpdir(), 'platform-e2e-'));

const remove = (folder: string) => fs.rmSync(folder, { recursive: true, force: true });

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
