// `npm run openapi` writes the types of the web UI and of the Node client from the host's OpenAPI document; with `-- --check` it
// fails where they differ.
import './lib/require-node.mjs';
import fs from 'fs';
import path from 'path';
import { Failure, main, step, succeed } from './lib/command.mjs';
import { dotnet, hostDll, publishHost, requireDotnet } from './lib/dotnet.mjs';
import { get, startHost, temporaryFolder } from './lib/host.mjs';
import { inRoot } from './lib/paths.mjs';
import { installPackages } from './lib/web.mjs';

const types = ['web/src/api/schema.d.ts', 'src/platform-client-node/src/schema.d.ts'];

/** The host alone: types are what the web UI may need before it can be built. */
async function buildHost() {
  await installPackages();
  await step('Building the host', () => dotnet(['build', 'src/Platform.Host', '-c', 'Release', '-v', 'quiet']));
  return inRoot('src/Platform.Host/bin/Release/net10.0/Platform.Host.dll');
}

async function generate(dll) {
  const folder = temporaryFolder();
  const host = await startHost(folder, { dll });
  const { status, body } = await get(`${host.url}/openapi/v1.json`);
  await host.stop();
  if (status !== 200) throw new Failure(`The host answered ${status} instead of its OpenAPI document.`);
  const [document, output] = ['openapi.json', 'schema.d.ts'].map((name) => path.join(folder, name));
  fs.writeFileSync(document, body);
  await succeed(process.execPath, [inRoot('node_modules/openapi-typescript/bin/cli.js'), document, '--output', output]);
  return fs.readFileSync(output, 'utf8');
}

main(async () => {
  await requireDotnet();
  const check = process.argv.includes('--check');
  if (check) await publishHost();
  const dll = check ? hostDll : await buildHost();
  const generated = await step('Reading the OpenAPI document', () => generate(dll));
  for (const file of types) {
    if (!check) fs.writeFileSync(inRoot(file), generated);
    else if (!fs.existsSync(inRoot(file)) || fs.readFileSync(inRoot(file), 'utf8') !== generated) {
      throw new Failure(`${file} is not what the host describes: run npm run openapi and commit it.`);
    }
  }
});
