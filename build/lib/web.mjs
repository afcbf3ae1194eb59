import fs from 'fs';
import { step, succeed } from './command.mjs';
import { fingerprint, whenChanged } from './inputs.mjs';
import { inRoot } from './paths.mjs';

const dependencies = ['package.json', 'package-lock.json', 'web/package.json', 'src/platform-client-node/package.json'];

export const npm = (args, options) => succeed('npm', [...args, '--loglevel=error'], options);

/** Installs the npm packages of the lock file where that changed since they were installed. */
export const installPackages = () =>
  whenChanged('npm', fingerprint(...dependencies), inRoot('node_modules'), () =>
    step('Installing npm packages', () =>
      npm([fs.existsSync(inRoot('package-lock.json')) ? 'ci' : 'install', '--no-audit', '--no-fund'])));

/** Builds the web UI into the host's wwwroot where its sources changed. */
export async function buildWeb() {
  await installPackages();
  const wwwroot = inRoot('src/Platform.Host/wwwroot');
  await whenChanged('web', fingerprint(...dependencies, 'web'), inRoot('src/Platform.Host/wwwroot/index.html'), () =>
    step('Building the web UI', async () => {
      await npm(['run', 'build', '--workspace=web']);
      fs.rmSync(wwwroot, { recursive: true, force: true });
      fs.cpSync(inRoot('web/dist'), wwwroot, { recursive: true });
    }));
}
