// What makes a step worth repeating: the names and contents of its inputs, kept as a stamp in .cache/.
import crypto from 'crypto';
import fs from 'fs';
import path from 'path';
import { inRoot, root } from './paths.mjs';

const generated = new Set(['bin', 'obj', 'node_modules', 'dist', 'wwwroot', 'TestResults', 'test-results', 'playwright-report', 'routeTree.gen.ts']);

function* filesUnder(file) {
  const info = fs.statSync(file, { throwIfNoEntry: false });
  if (info === undefined) return;
  if (!info.isDirectory()) {
    yield file;
    return;
  }
  for (const name of fs.readdirSync(file).sort()) {
    if (!generated.has(name)) yield* filesUnder(path.join(file, name));
  }
}

/** Contents, not times: in a fresh clone every file is new. */
export function fingerprint(...names) {
  const hash = crypto.createHash('sha256');
  for (const name of names) {
    for (const file of filesUnder(inRoot(name))) {
      const contents = fs.readFileSync(file);
      hash.update(`${path.relative(root, file)}\0${contents.length}\0`).update(contents);
    }
  }
  return hash.digest('hex');
}

/** Does the work unless it was done for the same inputs before and its output is still there. */
export async function whenChanged(name, inputs, output, work) {
  const stamp = inRoot('.cache', `${name}.stamp`);
  const done = fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8');
  if (done === inputs && fs.existsSync(output)) return;
  fs.rmSync(stamp, { force: true });
  await work();
  fs.mkdirSync(path.dirname(stamp), { recursive: true });
  fs.writeFileSync(stamp, inputs);
}
