// `npm run sample`: an instance with demo data, as `npm start` serves it (or the one that runs already), and beside it the
// sample product, samples/Tickets, with a token of its application at the instance. Until Ctrl-C. PORT and SAMPLE_PORT change
// where they listen (8080, 8090).
import './lib/require-node.mjs';
import { signIn } from './lib/calls.mjs';
import { Failure, launch, main, step } from './lib/command.mjs';
import { dotnet, hostDll, publishHost, requireDotnet } from './lib/dotnet.mjs';
import { get } from './lib/host.mjs';
import { inRoot } from './lib/paths.mjs';
import { portProblem } from './lib/port.mjs';

const instance = `http://localhost:${process.env.PORT || 8080}`;
const sample = `http://localhost:${process.env.SAMPLE_PORT || 8090}`;

const serves = (url, path) => get(`${url}${path}`).then(({ status }) => status === 200, () => false);

async function until(url, path, ended) {
  let running = true;
  ended.then(() => (running = false));
  while (!(await serves(url, path))) {
    if (!running) throw new Failure(`${url} has ended before it was ready.`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** The demo signs its operator in with a password that everybody knows; on any other instance an operator issues the token. */
async function applicationToken() {
  const operator = await signIn(instance, 'operator@demo.example').catch(() => {
    throw new Failure(`What serves on ${instance} has no demo data: start the sample against it by hand, with Platform__Address and Platform__ApplicationToken.`);
  });
  const { items } = await operator('GET', '/instance/applications');
  const tickets = items.find(({ name }) => name === 'Tickets');
  if (!tickets) throw new Failure('The instance has no application Tickets.');
  const expiresAt = new Date(Date.now() + 864e5).toISOString();
  return (await operator('POST', `/instance/applications/${tickets.id}/tokens`, { name: 'Sample', expiresAt })).secret;
}

const walkThrough = `
The sample serves on ${sample}. Now
  1. open ${instance}, sign in as admin@northside.example (demo-password), and issue a token with tickets:read under Tokens
  2. read:    curl -H "Authorization: Bearer $TOKEN" -H 'Organization-ID: northside-fire' ${sample}/tickets
  3. write:   curl -H "Authorization: Bearer $TOKEN" -H 'Organization-ID: northside-fire' -H 'Content-Type: application/json' -d '{"title":"Wash vehicle 3"}' ${sample}/tickets      403: it may only read
  4. revoke the token, and read again: 401
`;

main(async () => {
  await requireDotnet();
  if (!(await serves(instance, '/health/ready'))) {
    if (await portProblem(Number(new URL(instance).port))) throw new Failure(`Port ${new URL(instance).port} is in use by something else: choose another with PORT.`);
    await publishHost();
    const env = { Demo__Enabled: 'true', Data__Directory: inRoot('data') };
    const host = launch('dotnet', [hostDll, '--urls', instance], { env, stdio: ['ignore', 'inherit', 'inherit'], detached: false });
    await until(instance, '/health/ready', host.exited);
  }
  await step('Building the sample', () => dotnet(['build', 'samples/Tickets', '-c', 'Release', '-v', 'quiet']));
  let token;
  for (let attempt = 0; token === undefined; attempt++) {
    // The demo's data are made right after the host is ready.
    token = await applicationToken().catch(async (error) => {
      if (attempt === 20) throw error;
      await new Promise((resolve) => setTimeout(resolve, 500));
    });
  }
  const tickets = launch('dotnet', [inRoot('samples/Tickets/bin/Release/net10.0/Tickets.dll'), '--urls', sample], {
    env: { Platform__Address: instance, Platform__ApplicationToken: token, Logging__LogLevel__Default: 'Warning' },
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: false,
  });
  await until(sample, '/health', tickets.exited);
  console.log(walkThrough);
  const { code } = await tickets.exited;
  return code === null ? 1 : code;
}, { exitCodeWhenStopped: 0 });
