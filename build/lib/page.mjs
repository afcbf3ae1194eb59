// docs/benchmarks.md, section by section: each is written by the command that measured it, and leaves the others as they are.
import fs from 'fs';
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
