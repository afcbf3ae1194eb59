import net from 'net';

const tryListen = (port, host) =>
  new Promise((resolve) => {
    const server = net.createServer();
    server.once('error', (error) => resolve({ error }));
    server.listen(port, host, () => {
      const taken = server.address().port;
      server.close(() => resolve({ port: taken }));
    });
  });

/** A loopback port that nothing listens on. */
export const freePort = async () => (await tryListen(0, '127.0.0.1')).port;

/** Why `port` of localhost can't be listened on (EADDRINUSE, EACCES), or undefined where it can. */
export async function portProblem(port) {
  for (const host of ['127.0.0.1', '::1']) {
    const { error } = await tryListen(port, host);
    // A machine without IPv6 has no ::1 to listen on, which hinders nobody.
    if (error && error.code !== 'EADDRNOTAVAIL' && error.code !== 'EAFNOSUPPORT') return error.code;
  }
  return undefined;
}
