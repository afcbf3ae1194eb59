// `npm run openapi` writes the web UI's types from the host's OpenAPI document; with `-- --check` it fails where they differ.
import './lib/require-node.mjs';
import fs from 'fs';
import path from 'path';
import { Failure, main, step, succeed } from './lib/command.mjs';
import { publishHost, requireDotnet } from './lib/dotnet.mjs';
import { get, startHost, temporaryFolder } from './lib/host.mjs';
import { inRoot } from './lib/paths.mjs';

const types = inRoot('web/src/api/schema.d.ts');

async function generate() {
  const folder = temporaryFolder();
  const host = await startHost(folder);
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
  await publishHost();
  const generated = await step('Reading the OpenAPI document', generate);
  if (!process.argv.includes('--check')) fs.writeFileSync(types, generated);
  else if (fs.readFileSync(types, 'utf8') !== generated) {
    throw new Failure('web/src/api/schema.d.ts is not what the host describes: run npm run openapi and commit it.');
  }
});
