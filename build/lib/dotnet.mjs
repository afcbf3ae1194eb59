import fs from 'fs';
import { execute, Failure, step, succeed } from './command.mjs';
import { fingerprint, whenChanged } from './inputs.mjs';
import { inRoot } from './paths.mjs';
import { buildWeb } from './web.mjs';

export const hostDll = inRoot('artifacts/host/Platform.Host.dll');

// Build servers would outlive the command that started them.
export const dotnetEnvironment = {
  DOTNET_NOLOGO: '1',
  MSBUILDDISABLENODEREUSE: '1',
  UseSharedCompilation: 'false',
  DOTNET_CLI_USE_MSBUILD_SERVER: '0',
};

export const dotnet = (args, options = {}) =>
  succeed('dotnet', args, { ...options, env: { ...dotnetEnvironment, ...options.env } });

export async function requireDotnet() {
  const { code, output } = await execute('dotnet', ['--list-sdks'], { minutes: 1 });
  const found = code === 0 ? output.split('\n').map((line) => line.split(' ')[0]).filter(Boolean) : [];
  if (found.some((version) => version.startsWith('10.0.'))) return;
  const instead = found.length === 0 ? 'no .NET SDK was found' : `only ${found.join(', ')} was found`;
  throw new Failure(`The .NET 10 SDK is needed, and ${instead}: install it from https://dotnet.microsoft.com/download and try again.`);
}

/** Publishes the host, with its web UI, to artifacts/host where its sources changed. */
export async function publishHost() {
  await buildWeb();
  const inputs = fingerprint('src', 'Directory.Build.props', 'Directory.Packages.props', 'global.json', '.cache/web.stamp');
  await whenChanged('host', inputs, hostDll, () =>
    step('Publishing the host', async () => {
      fs.rmSync(inRoot('artifacts/host'), { recursive: true, force: true });
      await dotnet(['publish', 'src/Platform.Host', '-c', 'Release', '-o', 'artifacts/host', '-v', 'quiet']);
    }));
}
