// Reads what each test runner writes about its run into one shape: { passed, failures: [{ name, message }], skipped: [reason], again: [name] }; again are those that passed, though not at once.
import fs from 'fs';

/** Indented, without colours, and cut in the middle where a crash fills pages. */
function readable(message) {
  const lines = String(message || '').replace(/\u001b\[[0-9;]*m/g, '').trimEnd().split('\n').map((line) => `    ${line.slice(0, 300)}`);
  return lines.length <= 120 ? lines.join('\n') : [...lines.slice(0, 80), `    … ${lines.length - 120} more lines …`, ...lines.slice(-40)].join('\n');
}

/** xunit's `-ctrf` report. */
export function fromXunit(report) {
  const { tests, extra } = report.results;
  const having = (status) => tests.filter((test) => test.status === status);
  // An explicit test ("pending") runs only when asked for by name, so it is neither passed nor skipped.
  return {
    passed: having('passed').length,
    failures: [
      ...having('failed').map((test) => ({ name: test.name, message: `${test.message}\n${test.trace || ''}` })),
      ...extra.suites.flatMap((suite) => suite.errors || []).map((error) => ({ name: error.name, message: error.type })),
    ],
    skipped: having('skipped').map((test) => (test.extra && test.extra.reason) || 'no reason given'),
  };
}

/** Vitest's `--reporter=json`. */
export function fromVitest(report) {
  const tests = report.testResults.flatMap((file) => file.assertionResults);
  const having = (...states) => tests.filter((test) => states.includes(test.status));
  const unread = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed'));
  return {
    passed: having('passed').length,
    failures: [
      ...having('failed').map((test) => ({ name: test.fullName, message: test.failureMessages.join('\n') })),
      ...unread.map((file) => ({ name: file.name, message: file.message })),
    ],
    skipped: having('pending', 'skipped', 'todo').map(() => 'skipped in its source'),
  };
}

/** Playwright's `--reporter=json`. */
export function fromPlaywright(report) {
  const all = (suite) => [...(suite.specs || []), ...(suite.suites || []).flatMap(all)];
  const tests = all(report).flatMap((spec) => spec.tests.map((test) => ({ name: `${spec.file} › ${spec.title}`, ...test })));
  const having = (...states) => tests.filter((test) => states.includes(test.status));
  const errors = (test) => test.results.flatMap((result) => result.errors || []).map((error) => error.message);
  return {
    passed: having('expected', 'flaky').length,
    failures: [
      ...having('unexpected').map((test) => ({ name: test.name, message: errors(test).join('\n') })),
      ...(report.errors || []).map((error) => ({ name: 'Playwright', message: error.message })),
    ],
    skipped: having('skipped').map(() => 'skipped in its source'),
    again: having('flaky').map((test) => `${test.name}: ${errors(test)[0]}`),
  };
}

/** Reads a report file; a run that wrote none, ran no test, or failed without saying where counts as one failure. */
export function readRun(file, read, { code, output }) {
  let run = { passed: 0, failures: [], skipped: [] };
  let problem;
  try {
    run = read(JSON.parse(fs.readFileSync(file, 'utf8')));
    if (run.passed + run.failures.length + run.skipped.length === 0) problem = 'it ran no test';
    else if (code !== 0 && run.failures.length === 0) problem = `it ended with ${code === null ? 'a signal' : `code ${code}`}`;
  } catch {
    problem = 'it wrote no readable report';
  }
  if (problem) run.failures.push({ name: `the runner: ${problem}`, message: output });
  return run;
}

/** Adds runs up, prints each with its failures as it comes, and the closing line. */
export class Summary {
  passed = 0;
  failed = [];
  skipped = 0;

  add(title, run, seconds = 0) {
    const skipped = run.skipped.length > 0 ? `, ${run.skipped.length} skipped` : '';
    console.log(`${title}: ${run.passed} passed, ${run.failures.length} failed${skipped} (${seconds.toFixed(1)} s)`);
    for (const name of run.again || []) console.log(`  passed at the second try: ${readable(name).trim()}`);
    for (const reason of new Set(run.skipped)) console.log(`  skipped ${run.skipped.filter((one) => one === reason).length}: ${reason}`);
    for (const { name, message } of run.failures) console.log(`  FAILED ${name}\n${readable(message)}`);
    this.passed += run.passed;
    this.failed.push(...run.failures.map(({ name }) => `${title}: ${name}`));
    this.skipped += run.skipped.length;
  }

  /** Prints the closing line; answers the exit code. */
  close() {
    if (this.failed.length > 0) console.log(`\nFailed:\n${this.failed.map((name) => `  ${name}`).join('\n')}`);
    console.log(`\n${this.passed} passed, ${this.failed.length} failed${this.skipped > 0 ? `, ${this.skipped} skipped` : ''}`);
    return this.failed.length === 0 ? 0 : 1;
  }
}
