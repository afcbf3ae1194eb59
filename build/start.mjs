// `npm start`: builds what changed and runs the host with its demo data, until Ctrl-C.
import './lib/require-node.mjs';
import { Failure, launch, main } from './lib/command.mjs';
import { hostDll, publishHost, requireDotnet } from './lib/dotnet.mjs';
import { inRoot } from './lib/paths.mjs';
import { portProblem } from './lib/port.mjs';

async function choosePort() {
  const text = process.env.PORT || '8080';
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw new Failure(`PORT must be a number from 1 to 65535, and it is "${text}".`);
  }
  const problem = await portProblem(port);
  if (problem === 'EADDRINUSE') {
    throw new Failure(`Port ${port} is in use: stop what listens there, or choose another with PORT=${port === 65535 ? 8080 : port + 1} npm start.`);
  }
  if (problem) throw new Failure(`Port ${port} can't be listened on (${problem}): choose another with PORT=8080 npm start.`);
  return port;
}

async function start() {
  await requireDotnet();
  const port = await choosePort();
  await publishHost();
  const host = launch('dotnet', [hostDll, '--urls', `http://localhost:${port}`], {
    env: { Demo__Enabled: 'true', Data__Directory: inRoot('data'), ...process.env },
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: false,
  });
  const { code } = await host.exited;
  return code === null ? 1 : code;
}

main(start, { exitCodeWhenStopped: 0 });
