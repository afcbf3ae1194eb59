// What load.mjs starts where there is no wrk: the same rotation of requests, and the same line of results.
import { createRequire } from 'module';
import fs from 'fs';

const [folder, url, duration, connections, file, credentials] = process.argv.slice(2);
const autocannon = createRequire(`${folder}/package.json`)('autocannon');

const requests = fs.readFileSync(file, 'utf8').trim().split('\n').map((line) => {
  const [organization, secret] = line.split(',');
  return credentials === 'with' ? { headers: { 'Organization-ID': organization, Authorization: `Bearer ${secret}` } } : {};
});

autocannon({ url, duration: Number(duration), connections: Number(connections), requests }).then((result) => {
  const { latency, errors, non2xx } = result;
  const seconds = result.requests.total / result.requests.average; // its duration counts the preparation in
  console.log(`RESULT ${JSON.stringify({ requests: result.requests.total, seconds, p50: latency.p50, p99: latency.p99, errors: errors + non2xx })}`);
});
