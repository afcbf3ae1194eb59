// `npm run bench:micro [-- --write]`: what a permission costs, what a million cached tokens take, and what a request allocates,
// inside one process. --write puts the table into docs/benchmarks.md, beside what `npm run bench -- --write` has put there.
import './lib/require-node.mjs';
import { Failure, main, step } from './lib/command.mjs';
import { dotnet, requireDotnet } from './lib/dotnet.mjs';
import { writeSection } from './lib/page.mjs';

main(async () => {
  await requireDotnet();
  await step('Building the benchmarks', () => dotnet(['build', 'tests/Platform.Benchmarks', '-c', 'Release', '-v', 'quiet']));
  const output = await step('Measuring', () => dotnet(['tests/Platform.Benchmarks/bin/Release/net10.0/Platform.Benchmarks.dll'], { minutes: 15 }));
  const rows = [...output.matchAll(/^(.+)\|([\d.]+)\|(ns|bytes)\|(\d+)$/gm)].map(([, name, measured, unit, most]) => ({ name, measured: Number(measured), unit, most: Number(most) }));
  if (rows.length === 0) throw new Failure(`The benchmarks said nothing.\n${output}`);
  const met = ({ measured, most }) => measured <= most;
  const table = [
    '| row | measured | unit | target |',
    '| --- | ---: | --- | --- |',
    ...rows.map((row) => `| ${row.name} | ${row.measured.toLocaleString('en')} | ${row.unit} | ${met(row) ? 'met' : 'MISSED'} (≤ ${row.most.toLocaleString('en')}) |`),
  ].join('\n');
  console.log(`\n${table}`);
  if (process.argv.includes('--write')) {
    const written = `Written by \`npm run bench:micro -- --write\` on ${new Date().toISOString().slice(0, 10)}, in one process.`;
    writeSection('## Inside the process', `${written}\n\n${table}`);
  }
  return rows.every(met) ? 0 : 1;
});
