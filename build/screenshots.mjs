// `npm run screenshots`: pictures of the demo's pages into docs/screenshots, for the README.
import './lib/require-node.mjs';
import fs from 'fs';
import { findChromium } from './lib/chromium.mjs';
import { Failure, main, step, succeed } from './lib/command.mjs';
import { hostDll, publishHost, requireDotnet } from './lib/dotnet.mjs';
import { inRoot } from './lib/paths.mjs';

const folder = inRoot('docs/screenshots');
const MOST_BYTES = 300_000;

main(async () => {
  await requireDotnet();
  const browser = await findChromium();
  if (!browser) throw new Failure('Chromium was not found: install it (on Debian: apt-get install chromium).');
  await publishHost();
  fs.rmSync(folder, { recursive: true, force: true });
  await step('Taking the pictures', () =>
    succeed('npm', ['run', 'screenshots', '--workspace=web'], { env: { PLATFORM_HOST: hostDll, PLATFORM_TEST_CHROMIUM: browser } }));
  const large = fs.readdirSync(folder).filter((name) => fs.statSync(`${folder}/${name}`).size > MOST_BYTES);
  if (large.length > 0) throw new Failure(`Over ${MOST_BYTES / 1000} KB: ${large.join(', ')}.`);
});
