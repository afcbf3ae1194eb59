// `npm run pack`: the packages that products reference, into artifacts/packages: Platform.Client for NuGet, @platform/client for npm.
import './lib/require-node.mjs';
import fs from 'fs';
import { main, step } from './lib/command.mjs';
import { dotnet, requireDotnet } from './lib/dotnet.mjs';
import { inRoot } from './lib/paths.mjs';
import { npm } from './lib/web.mjs';

const packages = inRoot('artifacts/packages');

main(async () => {
  await requireDotnet();
  fs.rmSync(packages, { recursive: true, force: true });
  fs.mkdirSync(packages, { recursive: true });
  await step('Packing Platform.Client', () => dotnet(['pack', 'src/Platform.Client', '-c', 'Release', '-o', packages, '-v', 'quiet']));
  await step('Packing @platform/client', () => npm(['pack', '--workspace=@platform/client', '--pack-destination', packages]));
  for (const name of fs.readdirSync(packages)) console.log(`artifacts/packages/${name}`);
});
