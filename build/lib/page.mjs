// docs/benchmarks.md, section by section: each is written by the command that measured it, and leaves the others as they are.
import fs from 'fs';
import os from 'os';
import { execute } from './command.mjs';
import { inRoot } from './paths.mjs';

/** Puts a section in the place of the one with the same heading, or before the last, which says how it is measured. */
export function writeSection(heading, text) {
  const file = inRoot('docs/benchmarks.md');
  const [start, ...sections] = fs.readFileSync(file, 'utf8').split(/^(?=## )/m);
  const section = `${heading}\n\n${text.trim()}\n\n`;
  const at = sections.findIndex((other) => other.startsWith(`${heading}\n`));
  if (at >= 0) sections[at] = section;
  else sections.splice(-1, 0, section);
  fs.writeFileSync(file, `${[start, ...sections].join('').trimEnd()}\n`);
}

/** Each section says when and where it was measured: they are not all written at once. */
export async function written(command, table) {
  const { output } = await execute('dotnet', ['--list-runtimes'], { minutes: 1 });
  const runtime = output.split('\n').filter((line) => line.startsWith('Microsoft.AspNetCore.App 10.')).pop() || '';
  const cpus = os.cpus();
  const machine = `${cpus.length} cores (${cpus[0].model.trim()}), ${Math.round(os.totalmem() / 2 ** 30)} GiB memory, ${os.type()}, .NET ${runtime.split(' ')[1] || 'unknown'}`;
  return `Written by \`${command}\` on ${new Date().toISOString().slice(0, 10)}: ${machine}.\n\n${table}`;
}
