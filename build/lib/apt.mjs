import fs from 'fs';
import { execute, step } from './command.mjs';

let updated = false;

/** Tries to install Debian packages; where that can't be, what needs them finds out by itself. */
export async function aptInstall(...packages) {
  if (process.platform !== 'linux' || process.getuid() !== 0 || !fs.existsSync('/usr/bin/apt-get')) return;
  const apt = (...args) =>
    execute('apt-get', ['-y', '-qq', '-o', 'DPkg::Lock::Timeout=120', ...args], { env: { DEBIAN_FRONTEND: 'noninteractive' } });
  await step(`Installing ${packages.join(', ')}`, async () => {
    if (!updated) await apt('update');
    updated = true;
    const { code, output } = await apt('install', '--no-install-recommends', ...packages);
    if (code !== 0) process.stdout.write(`apt-get could not: ${output.trim().split('\n').pop()} … `);
  });
}

/** The first of these programs that stands in a folder of PATH or in `folders`. */
export function findProgram(names, folders = []) {
  const places = [...folders, ...(process.env.PATH || '').split(':')];
  for (const name of names) {
    const place = places.find((folder) => folder !== '' && fs.existsSync(`${folder}/${name}`));
    if (place !== undefined) return `${place}/${name}`;
  }
  return undefined;
}
