// What verifying with Platform.Client costs a product: the sample's own endpoint, behind it and without it.
import { signIn } from './calls.mjs';
import { launch } from './command.mjs';
import { dotnet } from './dotnet.mjs';
import { get, startHost, temporaryFolder } from './host.mjs';
import { request, writeRequests } from './load.mjs';
import { inRoot } from './paths.mjs';
import { freePort } from './port.mjs';
import { measureRows } from './requests.mjs';

const tokens = 1000;
const organization = 'northside-fire';

/** Tokens of the demo that may read tickets, and the secret with which the sample asks. */
async function issue(url) {
  const [operator, admin] = [await signIn(url, 'operator@demo.example'), await signIn(url, 'admin@northside.example')];
  const { items } = await operator('GET', '/instance/applications');
  const application = items.find(({ name }) => name === 'Tickets');
  const { secret } = await operator('POST', `/instance/applications/${application.id}/tokens`, { name: 'Benchmark' });
  const account = await admin('POST', '/service-accounts', { name: 'Benchmark', permissions: ['tickets:read'] });
  const callers = [];
  for (let at = 0; at < tokens; at++) {
    const made = await admin('POST', '/tokens', { serviceAccountId: account.id, name: `Benchmark ${at}`, expiresAt: null, scopes: ['tickets:read'] });
    callers.push({ organization, token: made.secret });
  }
  return { secret, callers };
}

async function startSample(instance, secret) {
  const url = `http://127.0.0.1:${await freePort()}`;
  const env = { Platform__Address: instance, Platform__ApplicationToken: secret, Logging__LogLevel__Default: 'Warning' };
  const { child, stop } = launch('dotnet', [inRoot('samples/Tickets/bin/Release/net10.0/Tickets.dll'), '--urls', url], { env });
  for (const stream of [child.stdout, child.stderr]) stream.resume();
  const isFed = () => get(`${url}/health`).then(({ body }) => JSON.parse(body).feed, () => false);
  while (!(await isFed())) await new Promise((resolve) => setTimeout(resolve, 50));
  return { url, pid: child.pid, stop };
}

/** Answers the rows: the endpoint without authentication, and behind it. */
export async function measureClient(tool, measured) {
  await dotnet(['build', 'samples/Tickets', '-c', 'Release', '-v', 'quiet']);
  const host = await startHost(temporaryFolder(), { env: { Demo__Enabled: 'true' }, printed: /curl -H/ });
  const { secret, callers } = await issue(host.url);
  const sample = await startSample(host.url, secret);
  const rows = [
    { name: 'the endpoint without authentication', shown: 'GET /open/tickets/1', bare: true, file: writeRequests(callers.map(() => request('GET', '/open/tickets/1'))) },
    { name: `behind Platform.Client, ${tokens.toLocaleString('en')} tokens`, shown: 'GET /tickets/1', target: 0.9, file: writeRequests(callers.map((caller) => request('GET', '/tickets/1', caller))) },
  ];
  const results = await measureRows(tool, sample, rows, measured);
  await sample.stop();
  await host.stop();
  return results;
}
