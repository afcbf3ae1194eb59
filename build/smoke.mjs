// `node build/smoke.mjs http://localhost:8080`: what an instance is for, once through: an operator makes an organization, its
// administrator a token, which works until it is revoked. Needs OPERATOR_EMAIL and OPERATOR_PASSWORD, and an instance that
// asks its operators for no second factor. Leaves the organization behind.
import crypto from 'crypto';
import './lib/require-node.mjs';
import { Failure, main } from './lib/command.mjs';

const address = process.argv[2];
const { OPERATOR_EMAIL: email, OPERATOR_PASSWORD: password } = process.env;
const slug = `smoke-${crypto.randomBytes(4).toString('hex')}`;

async function call(expected, method, path, { credential, organization, body } = {}) {
  const headers = { 'Content-Type': 'application/json' };
  if (credential) headers.Authorization = `Bearer ${credential}`;
  if (organization) headers['Organization-ID'] = organization;
  const answer = await fetch(`${address}/api/v1${path}`, { method, headers, body: body && JSON.stringify(body) });
  const text = await answer.text();
  if (answer.status !== expected) throw new Failure(`${method} ${path} answered ${answer.status}, not ${expected}: ${text}`);
  return text ? JSON.parse(text) : undefined;
}

const signIn = async (body) => (await call(200, 'POST', '/auth/sign-in', { body })).accessToken;

main(async () => {
  if (!address || !email || !password) throw new Failure('Use: OPERATOR_EMAIL=… OPERATOR_PASSWORD=… node build/smoke.mjs http://localhost:8080');
  const operator = await signIn({ email, password });
  const administrator = { name: 'Ada Admin', email: `ada@${slug}.example`, password: crypto.randomBytes(12).toString('hex') };
  await call(201, 'POST', '/instance/organizations', { credential: operator, body: { name: slug, slug, administrator } });
  const admin = { credential: await signIn({ email: administrator.email, password: administrator.password }), organization: slug };
  const account = await call(201, 'POST', '/service-accounts', { ...admin, body: { name: 'Smoke', permissions: ['people:read'] } });
  const token = await call(201, 'POST', '/tokens', {
    ...admin,
    body: { serviceAccountId: account.id, name: 'Smoke', expiresAt: null, scopes: ['people:read'] },
  });
  const caller = { credential: token.secret, organization: slug };
  for (let request = 0; request < 20; request++) await call(200, 'GET', '/me', caller);
  const receipt = await call(200, 'POST', `/tokens/${token.id}/revoke`, admin);
  for (let request = 0; request < 20; request++) await call(401, 'GET', '/me', caller);
  const log = await call(200, 'GET', '/audit/verify', admin);
  if (!log.intact) throw new Failure(`The log is broken at ${log.firstBroken}.`);
  const [last] = (await call(200, 'GET', '/audit?limit=1', admin)).items;
  const nodes = receipt.nodes.map((node) => `${node.state} in ${node.milliseconds} ms`).join(', ');
  console.log(`A token was issued, used, revoked (${nodes}) and refused, and ${log.entries} log entries are intact; the caller was seen at ${last.address}.`);
});
