// `npm run chaos [-- --short] [--write]`: three published hosts on a PostgreSQL of their own, asked from all sides while tokens are
// ended at random, nodes are stopped, killed, cut off, joining and leaving, and the database crashes. No request that begins after
// the answer of a call that ended its token may be let in, anywhere. --short does it as `npm test` does. --write puts the table
// into docs/benchmarks.md.
import './lib/require-node.mjs';
import { forms, head, line, runScenarios, startThree } from './lib/chaos/chaos.mjs';
import { Failure, main } from './lib/command.mjs';
import { publishHost, requireDotnet } from './lib/dotnet.mjs';

main(async () => {
  await requireDotnet();
  await publishHost();
  const three = await startThree();
  if (!three) throw new Failure('PostgreSQL was not found: install it (on Debian: apt-get install postgresql).');
  console.log(`\n${head}`);
  const results = [];
  await runScenarios(three, process.argv.includes('--short') ? forms.short : forms.long, (result) => {
    results.push(result);
    console.log(line(result), result.seconds);
  });
  const failed = results.filter(({ failures }) => failures.length > 0);
  for (const { name, failures } of failed) console.log(`\n${name}:\n${failures.slice(0, 20).map((failure) => `  ${failure}`).join('\n')}`);
  return failed.length === 0 ? 0 : 1;
});
