// Writes what `node --test` did as the shape that results.mjs has: { passed, failures: [{ name, message }], skipped: [reason] }.
export default async function* report(source) {
  const run = { passed: 0, failures: [], skipped: [] };
  for await (const { type, data } of source) {
    // A suite stands for its tests, and a file for what is in it.
    if (data?.details?.type === 'suite' || (type !== 'test:pass' && type !== 'test:fail')) continue;
    if (data.skip !== undefined) run.skipped.push(String(data.skip));
    else if (type === 'test:pass') run.passed++;
    else run.failures.push({ name: data.name, message: data.details?.error?.cause?.stack ?? String(data.details?.error) });
  }
  yield JSON.stringify(run);
}
