// npm run migration -- Name           adds the migration for each of the three databases
// node build/migration.mjs --check    fails where the model and the migrations of any of them disagree
import { spawn } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const designTime = 'build/Platform.DesignTime';
const databases = ['Sqlite', 'PostgreSql', 'SqlServer'];

/** Runs dotnet in the repository's root and gives its exit code with all that it printed. */
const dotnet = (...args) =>
  new Promise((resolve, reject) => {
    let output = '';
    const child = spawn('dotnet', args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.on('data', (text) => (output += text));
    child.stderr.on('data', (text) => (output += text));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output: output.trim() }));
  });

const must = async (...args) => {
  const { code, output } = await dotnet(...args);
  if (code !== 0) fail(`${output}\n\ndotnet ${args.join(' ')} failed.`);
};

const fail = (message) => {
  console.error(message);
  process.exit(1);
};

const ef = (database, ...command) =>
  dotnet(
    ...['ef', 'migrations', ...command, '--no-build', '--configuration', 'Release', '--startup-project', designTime],
    ...['--project', `src/Migrations/Platform.Migrations.${database}`, '--', database],
  );

const [name, ...rest] = process.argv.slice(2);
const check = name === '--check';
if (rest.length > 0 || !(check || /^[A-Z][A-Za-z0-9]*$/.test(name ?? ''))) {
  fail('Usage: npm run migration -- AddTokenLabels    (or: node build/migration.mjs --check)');
}

await must('tool', 'restore');
await must('build', designTime, '-c', 'Release', '--nologo', '-v:quiet'); // what the tests build too

const outcomes = await Promise.all(
  databases.map(async (database) => ({
    database,
    ...(await (check ? ef(database, 'has-pending-model-changes') : ef(database, 'add', name))),
  })),
);

for (const { database, code, output } of outcomes) {
  console.log(code === 0 ? `${database}: ${check ? 'up to date' : `added ${name}`}` : `${database}: failed\n${output}`);
}

if (outcomes.some(({ code }) => code !== 0)) {
  fail(
    check
      ? '\nWhere the model has changed: npm run migration -- NameOfTheChange'
      : `\nNot every database has ${name} now: put src/Migrations back (git restore, git clean) and try again.`,
  );
}
