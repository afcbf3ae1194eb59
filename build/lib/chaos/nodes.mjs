// Real hosts on one PostgreSQL, and what can be done to them.
import crypto from 'crypto';
import net from 'net';
import { startHost, temporaryFolder } from '../host.mjs';

export const operator = { email: 'operator@chaos.example', password: crypto.randomBytes(12).toString('hex') };
const names = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J'];

/** Stands between a host and its database, and in the way where it is cut. */
export async function startProxy(port) {
  const sockets = new Set();
  let isCut = false;
  const server = net.createServer({ noDelay: true }, (client) => {
    if (isCut) return client.resetAndDestroy();
    const database = net.connect({ port, host: '127.0.0.1', noDelay: true });
    for (const [from, to] of [[client, database], [database, client]]) {
      sockets.add(from);
      from.on('error', () => {});
      from.on('close', () => (sockets.delete(from), to.destroy()));
      from.pipe(to);
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  const cut = () => {
    isCut = true;
    for (const socket of sockets) socket.resetAndDestroy();
  };
  return { port: server.address().port, cut, heal: () => (isCut = false) };
}

/** Starts nodes one by one: the first one makes the database. */
export class Nodes {
  #postgres;
  #database = `chaos_${crypto.randomBytes(6).toString('hex')}`;
  #started = 0;
  all = [];

  #more;

  constructor(postgres, more = {}) {
    this.#postgres = postgres;
    this.#more = more;
  }

  /** What a host needs to be told to work on the database. */
  environment(port = this.#postgres.port) {
    return {
      Database__Provider: 'PostgreSql', Database__MigrateOnStart: this.#started === 0 ? 'true' : 'false',
      ConnectionStrings__Platform: this.#postgres.connection.replace(/Database=[^;]*/, `Database=${this.#database}`).replace(/Port=\d+/, `Port=${port}`),
      Bootstrap__OperatorEmail: operator.email, Bootstrap__OperatorPassword: operator.password, ...this.#more,
    };
  }

  /** Joins a node that speaks to the database by itself, or through a proxy: { name, url, isUp, host, proxy }. */
  async join({ proxied = false } = {}) {
    const proxy = proxied ? await startProxy(this.#postgres.port) : undefined;
    const host = await startHost(temporaryFolder(), { env: this.environment(proxy?.port) });
    const node = { name: names[this.#started++ % names.length], url: host.url, host, proxy, isUp: true };
    this.all.push(node);
    return node;
  }

  /** Those that are to be asked. */
  get up() {
    return this.all.filter((node) => node.isUp);
  }

  /** Forgets a node that is gone, or about to go. */
  remove(node) {
    node.isUp = false;
    this.all = this.all.filter((other) => other !== node);
  }
}
