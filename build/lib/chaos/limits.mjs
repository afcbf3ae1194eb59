// What several nodes let through together of a token that is asked for at all of them.
import { median } from '../calls.mjs';
import { ask, pause } from './calls.mjs';

const limit = 600;
const warmUp = 45; // seconds in which the buckets, full at first, run empty
const minutes = 3;

/** Requests a second at each of three nodes, as they change every 20 s. */
const demands = [
  { name: 'evenly asked', rates: [[20, 20, 20]] },
  { name: 'unevenly asked', rates: [[40, 8, 1]] },
  { name: 'asked now here, now there', rates: [[40, 1, 1], [1, 40, 1], [1, 1, 40]] },
];

async function issue(node, { admin, account }, name) {
  const body = { serviceAccountId: account, name, expiresAt: null, scopes: ['people:read'], rateLimitPerMinute: limit };
  return (await ask(node, 'POST', '/api/v1/tokens', { ...admin, body })).body.secret;
}

/** Answers [{ name, limit, passed: [in each minute], asked: in one minute }]. */
export async function measureLimits({ nodes, site: { organizations: [organization] } }) {
  const three = nodes.all.slice(0, 3);
  const began = performance.now();
  const second = () => (performance.now() - began) / 1000;
  const measure = async ({ name, rates }) => {
    const token = { token: await issue(three[0], organization, name), organization: organization.slug };
    const passed = Array.from({ length: minutes }, () => 0);
    const asking = three.map(async (node, at) => {
      for (let next = second(); next < warmUp + minutes * 60; ) {
        const rate = rates[Math.floor(next / 20) % rates.length][at];
        next += 1 / rate;
        await pause(Math.max(0, (next - second()) * 1000));
        void ask(node, 'GET', '/api/v1/me', token).then(({ status }) => {
          const minute = Math.floor((second() - warmUp) / 60);
          if (status === 200 && minute >= 0 && minute < minutes) passed[minute]++;
        });
      }
    });
    await Promise.all(asking);
    await pause(1000);
    const asked = 60 * (rates.reduce((sum, rate) => sum + rate[0] + rate[1] + rate[2], 0) / rates.length);
    return { name, limit, passed, asked };
  };
  return Promise.all(demands.map(measure));
}

const most = 1.1;

export function limitsTable(measured) {
  const lines = measured.map(({ name, asked, passed }) => {
    const share = median(passed) / limit;
    return `| ${name} | ${asked.toLocaleString('en')} | ${limit} | ${passed.join(', ')} | ${share.toFixed(2)} | ${share <= most ? 'met' : 'MISSED'} (≤ ${most.toFixed(2)}) |`;
  });
  return [
    '| a token, at three nodes | asked a minute | its limit | let through in three minutes | of the limit | target |',
    '| --- | ---: | ---: | ---: | ---: | --- |',
    ...lines,
  ].join('\n');
}

export const areLimitsKept = (measured) => measured.every(({ passed }) => median(passed) <= limit * most);
