// `npm run chaos [-- --short] [--write]`: three published hosts on a PostgreSQL of their own, asked from all sides while tokens are
// ended at random, nodes are stopped, killed, cut off, joining and leaving, and the database crashes. No request that begins after
// the answer of a call that ended its token may be let in, anywhere. Then what the three let through of limited tokens. --short
// does the first part as `npm test` does. --write puts the tables into docs/benchmarks.md.
import './lib/require-node.mjs';
import { forms, head, line, runScenarios, startThree } from './lib/chaos/chaos.mjs';
import { areLimitsKept, limitsTable, measureLimits } from './lib/chaos/limits.mjs';
import { Failure, main, step } from './lib/command.mjs';
import { publishHost, requireDotnet } from './lib/dotnet.mjs';
import { writeSection, written } from './lib/page.mjs';

main(async () => {
  const isShort = process.argv.includes('--short');
  await requireDotnet();
  await publishHost();
  const three = await startThree();
  if (!three) throw new Failure('PostgreSQL was not found: install it (on Debian: apt-get install postgresql).');
  const lines = [head];
  const failed = [];
  console.log(`\n${head}`);
  await runScenarios(three, isShort ? forms.short : forms.long, (result) => {
    lines.push(line(result));
    console.log(lines.at(-1));
    if (result.failures.length > 0) failed.push(result);
  });
  for (const { name, failures } of failed) console.log(`\n${name}:\n${failures.slice(0, 20).map((failure) => `  ${failure}`).join('\n')}`);
  let table = lines.join('\n');
  let areKept = true;
  if (!isShort) {
    const limits = await step('Measuring the limits of tokens at three nodes', () => measureLimits(three));
    console.log(`\n${limitsTable(limits)}`);
    table += `\n\n${limitsTable(limits)}`;
    areKept = areLimitsKept(limits);
  }
  if (process.argv.includes('--write')) writeSection('## Nodes taken away', await written('npm run chaos -- --write', table));
  return failed.length === 0 && areKept ? 0 : 1;
});
