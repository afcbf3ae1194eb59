// `npm run bench:micro [-- --write]`: what evaluating a permission costs on a cached grant, inside one process, by
// BenchmarkDotNet. --write puts the table into docs/benchmarks.md, beside what `npm run bench -- --write` has put there.
import './lib/require-node.mjs';
import fs from 'fs';
import { Failure, main, step } from './lib/command.mjs';
import { dotnet, requireDotnet } from './lib/dotnet.mjs';
import { inRoot } from './lib/paths.mjs';
import { microHeading, withMicro } from './lib/micro.mjs';

const mostNanoseconds = 100;
const mostBytes = 0;

main(async () => {
  await requireDotnet();
  await step('Building the benchmarks', () => dotnet(['build', 'tests/Platform.Benchmarks', '-c', 'Release', '-v', 'quiet']));
  const output = await step('Measuring', () => dotnet(['tests/Platform.Benchmarks/bin/Release/net10.0/Platform.Benchmarks.dll'], { minutes: 15 }));
  const rows = [...output.matchAll(/^(.+)\|([\d.eE+-]+)\|(\d+)$/gm)].map(([, name, time, bytes]) => ({ name, time: Number(time), bytes: Number(bytes) }));
  if (rows.length === 0) throw new Failure(`The benchmarks said nothing.\n${output}`);
  const met = ({ time, bytes }) => time < mostNanoseconds && bytes <= mostBytes;
  const table = [
    '| row | mean ns | allocated bytes | target |',
    '| --- | ---: | ---: | --- |',
    ...rows.map((row) => `| ${row.name} | ${row.time.toFixed(2)} | ${row.bytes} | ${met(row) ? 'met' : 'MISSED'} (< ${mostNanoseconds} ns, ${mostBytes} bytes) |`),
  ].join('\n');
  console.log(`\n${table}`);
  if (process.argv.includes('--write')) {
    const page = inRoot('docs/benchmarks.md');
    const section = `${microHeading}\n\nWritten by \`npm run bench:micro -- --write\` on ${new Date().toISOString().slice(0, 10)}, with BenchmarkDotNet in one process.\n\n${table}\n`;
    fs.writeFileSync(page, withMicro(fs.readFileSync(page, 'utf8'), section));
  }
  return rows.every(met) ? 0 : 1;
});
