// A throw-away PostgreSQL cluster for the tests: its own folder, its own loopback port, gone at the end.
import childProcess from 'child_process';
import crypto from 'crypto';
import fs from 'fs';
import os from 'os';
import path from 'path';
import { aptInstall, findProgram } from './apt.mjs';
import { atEnd, launch, step, succeed } from './command.mjs';
import { freePort } from './port.mjs';

function findServer() {
  const base = '/usr/lib/postgresql'; // Debian keeps the server's programs out of PATH
  const versions = fs.existsSync(base) ? fs.readdirSync(base).sort((a, b) => Number(b) - Number(a)) : [];
  return findProgram(['initdb'], versions.map((version) => `${base}/${version}/bin`));
}

/** initdb and the server refuse to run as root; Debian's package brings a user for them. */
function serverUser() {
  if (process.getuid() !== 0) return {};
  const id = (flag) => Number(childProcess.execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

/** Starts the cluster; answers its superuser's connection string, or undefined where PostgreSQL is not to be had. */
export const startPostgres = async () => (await startServer())?.connection;

/**
 * The same with further settings, for who has more to do with it. Answers { connection, port, end(signal) }: SIGINT ends it in order,
 * SIGQUIT as a crash would. What `end` answers starts it again, and waits until it accepts connections.
 */
export async function startServer(more = {}) {
  if (process.platform === 'win32') return undefined;
  if (findServer() === undefined) await aptInstall('postgresql');
  const initdb = findServer();
  if (initdb === undefined) return undefined;
  return step('Starting PostgreSQL', () => startCluster(path.dirname(initdb), more));
}

async function startCluster(programs, more) {
  const user = serverUser();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'platform-postgres-'));
  atEnd(() => fs.rmSync(folder, { recursive: true, force: true }));
  const password = crypto.randomBytes(16).toString('hex');
  const passwordFile = path.join(folder, 'password');
  fs.writeFileSync(passwordFile, password);
  if (user.uid !== undefined) for (const file of [folder, passwordFile]) fs.chownSync(file, user.uid, user.gid);

  const cluster = path.join(folder, 'cluster');
  const options = { ...user, cwd: folder };
  await succeed(`${programs}/initdb`, ['-D', cluster, '-U', 'postgres', '-E', 'UTF8', '--no-locale', '--no-sync', '--auth=password', `--pwfile=${passwordFile}`], options);
  const port = await freePort();
  const settings = {
    port, listen_addresses: '127.0.0.1', unix_socket_directories: folder, max_connections: 300,
    fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', autovacuum: 'off', // nobody needs this data tomorrow
    ...more,
  };
  const start = async () => {
    const server = launch(`${programs}/postgres`, ['-D', cluster, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
      { ...options, stopSignal: 'SIGINT' }); // waits for no client
    await ready(server);
    return server;
  };
  let server = await start();
  const end = async (signal) => {
    server.kill(signal);
    await server.exited;
    await server.stop();
    return async () => (server = await start());
  };
  return { connection: `Host=127.0.0.1;Port=${port};Username=postgres;Password=${password};Database=postgres`, port, end };
}

function ready({ child, exited }) {
  return new Promise((resolve, reject) => {
    let log = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        if (log.includes('ready to accept connections')) return; // from here on only read, so that the pipe never fills
        log += text;
        if (log.includes('ready to accept connections')) resolve();
      });
    }
    exited.then(() => reject(new Error(`PostgreSQL did not start:\n${log}`)));
  });
}
