// `npm run openapi` writes what is made from the host's OpenAPI document: docs/openapi.json, docs/errors.md and the web UI's types,
// which the Node client takes a copy of. With `-- --check` it fails where one of them differs.
import './lib/require-node.mjs';
import fs from 'fs';
import path from 'path';
import { Failure, main, step, succeed } from './lib/command.mjs';
import { dotnet, hostDll, publishHost, requireDotnet } from './lib/dotnet.mjs';
import { get, startHost, temporaryFolder } from './lib/host.mjs';
import { forTypes, toErrorsPage, toText } from './lib/openapi.mjs';
import { inRoot } from './lib/paths.mjs';
import { installPackages } from './lib/web.mjs';

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
  const document = JSON.parse(body);
  const [input, output] = ['types.json', 'schema.d.ts'].map((name) => path.join(folder, name));
  fs.writeFileSync(input, JSON.stringify(forTypes(document)));
  await succeed(process.execPath, [inRoot('node_modules/openapi-typescript/bin/cli.js'), input, '--output', output]);
  return {
    'docs/openapi.json': toText(document),
    'docs/errors.md': toErrorsPage(document),
    'web/src/api/schema.d.ts': fs.readFileSync(output, 'utf8'),
  };
}

const isStale = ([file, text]) => !fs.existsSync(inRoot(file)) || fs.readFileSync(inRoot(file), 'utf8') !== text;

main(async () => {
  await requireDotnet();
  const check = process.argv.includes('--check');
  if (check) await publishHost();
  const dll = check ? hostDll : await buildHost();
  const generated = Object.entries(await step('Reading the OpenAPI document', () => generate(dll)));
  if (!check) for (const [file, text] of generated) fs.writeFileSync(inRoot(file), text);
  const stale = check ? generated.filter(isStale).map(([file]) => file) : [];
  if (stale.length > 0) throw new Failure(`${stale.join(', ')}: not what the host describes. Run npm run openapi and commit it.`);
});
