// Load from all sides, revocations in the midst of it, and the judgement of every answer.
import { percentile } from '../calls.mjs';
import { ask, pause } from './calls.mjs';

const stock = 60; // tokens that are good, among which the next to be ended is chosen
const remembered = 200; // ended ones that are still asked with
const askersPerNode = 2;
const busy = 20; // ms between two requests of one asker
const calm = 50;

/** How a request may ask, and what of its answer means that the token is good. */
const ways = [
  { of: (token) => ['GET', '/api/v1/me', token.caller], accepts: ({ status }) => status === 200 },
  { of: (token) => ['GET', '/api/v1/forward-auth?scope=people:read', token.caller], accepts: ({ status }) => status === 200 },
  {
    of: (token, verifier) => ['POST', '/api/v1/verify', { token: verifier, body: { token: token.secret, scopes: ['people:read'] } }],
    accepts: ({ status, body }) => status === 200 && body.valid, refuses: ({ status, body }) => status === 200 && !body.valid,
  },
];

/** What has happened since the counting began. */
class Tally {
  requests = 0;
  unavailable = 0; // 503
  unanswered = 0;
  violations = [];
  faults = []; // neither a good answer nor one that may come where something is broken
  ended = [];
  receipts = [];

  p(share) {
    return percentile(this.ended, share);
  }
}

export class Onslaught {
  #nodes;
  #site; // { organizations: [{ slug, admin, account }], verifier }
  #tokens = [];
  #past = [];
  #unsettled = [];
  #made = 0;
  #running = [];
  #stopped = false;
  thinking = busy;
  tally = new Tally();

  constructor(nodes, site) {
    this.#nodes = nodes;
    this.#site = site;
  }

  /** Begins a new count. */
  count() {
    return (this.tally = new Tally());
  }

  start() {
    this.#run(() => this.#supply());
    this.#run(() => this.#supply());
    for (let asker = 0; asker < askersPerNode; asker++) this.#run(() => this.#askAround());
  }

  async stop() {
    this.#stopped = true;
    await Promise.all(this.#running);
  }

  /** From here on it is asked for seldom, or often again. */
  calm = (isCalm) => (this.thinking = isCalm ? calm : busy);

  /** A good token that is not to be ended by anybody. */
  async spare() {
    for (;;) {
      const made = await this.#issue();
      if (made) return made;
      await pause(20);
    }
  }

  /** Ends tokens, some at a time, until it is told to stop or so many have been ended. */
  async revoke({ atOnce, most = Infinity, isOver = () => false }) {
    let left = most;
    const some = async () => {
      while (!isOver() && left > 0) {
        left--;
        if (!(await this.#endOne())) left++;
      }
    };
    await Promise.all(Array.from({ length: atOnce }, some));
    await this.settle();
  }

  /** Whose end could not be told of is ended again, until it can. */
  async settle() {
    while (this.#unsettled.length > 0) {
      const token = this.#unsettled.pop();
      // Perhaps it was done and only its answer lost: then what was asked for can't be done again, and this can.
      token.ending = token.revoking;
      if (!(await this.#end(token, pick(this.#nodes.up)))) await pause(50);
    }
  }

  /** Revokes one; answers its receipt, or undefined where it was not told of. */
  async revokeOne() {
    let at;
    while ((at = this.#tokens.findIndex((token) => token.ending === token.revoking)) < 0) await pause(5);
    return this.#end(this.#tokens.splice(at, 1)[0], pick(this.#nodes.up));
  }

  /** Asks one node who a token is. */
  judge = (node, token) => this.#judge(node, ways[0], token);

  /** Ends one that every node has just taken for good, while all of them are asked with it. */
  async #endOne() {
    let token;
    while (!(token = this.#tokens.splice(Math.floor(Math.random() * this.#tokens.length), 1)[0])) await pause(5);
    await Promise.race([Promise.all(this.#nodes.up.map((node) => this.#judge(node, ways[0], token))), pause(200)]);
    for (const node of this.#nodes.all) void this.#hammer(node, token);
    return this.#end(token, pick(this.#nodes.up));
  }

  #run(body) {
    this.#running.push(body());
  }

  /** Answers what the call has answered; undefined where it is not known whether the token has ended. */
  async #end(token, node) {
    token.isCalled = true;
    const began = performance.now();
    const { status, body } = await ask(node, ...token.ending());
    if (status === 503 || status === 0) {
      this.#unsettled.push(token);
      this.#note({ status });
      return undefined;
    }
    const endedAt = performance.now();
    if (status >= 300) {
      this.tally.faults.push(`${token.how} answered ${status}: ${JSON.stringify(body).slice(0, 300)}${status === 500 ? `\n${whatFailed(node)}` : ''}`);
      return {};
    }
    token.endedAt = endedAt;
    this.tally.ended.push(endedAt - began);
    if (body.nodes) this.tally.receipts.push(body.nodes);
    this.#past.push(token);
    if (this.#past.length > remembered) this.#past.shift();
    // Its replacement is as good as a new one.
    if (body.secret) this.#tokens.push(this.#tokenOf(token.organization, body));
    // One that certainly began after the answer, everywhere.
    for (const other of this.#nodes.all) void this.#judge(other, ways[0], token);
    return body || {};
  }

  async #hammer(node, token) {
    for (let after = false; !after && this.#nodes.all.includes(node); ) {
      after = token.endedAt !== undefined;
      await this.#judge(node, pick(ways), token);
      if (token.isCalled && token.endedAt === undefined && this.#unsettled.includes(token)) return;
      await pause(this.thinking);
    }
  }

  async #judge(node, way, token) {
    const answer = await ask(node, ...way.of(token, this.#site.verifier));
    this.#note(answer);
    if (way.accepts(answer)) {
      if (token.endedAt !== undefined && answer.startedAt > token.endedAt) {
        this.tally.violations.push(`${way.of(token)[1]} at ${node.name} was let in ${(answer.startedAt - token.endedAt).toFixed(1)} ms after ${token.how} had answered`);
      }
    } else if (![0, 503].includes(answer.status)) {
      const isRefusal = answer.status === 401 || way.refuses?.(answer);
      if (!isRefusal || !token.isCalled) {
        this.tally.faults.push(`${way.of(token)[1]} at ${node.name} answered ${answer.status} to a ${token.isCalled ? 'token that was ended' : 'good token'}: ${JSON.stringify(answer.body).slice(0, 300)}`);
      }
    }
    return answer;
  }

  #note({ status }) {
    this.tally.requests++;
    if (status === 503) this.tally.unavailable++;
    if (status === 0) this.tally.unanswered++;
  }

  /** Asks the nodes with anything: good tokens, ended ones, such as are about to end. */
  async #askAround() {
    const at = async (node) => {
      while (!this.#stopped && this.#nodes.all.includes(node)) {
        const token = Math.random() < 0.3 ? pick(this.#past) : pick(this.#tokens);
        if (token) await this.#judge(node, pick(ways), token);
        await pause(this.thinking);
      }
    };
    const asked = new Map();
    while (!this.#stopped) {
      for (const node of this.#nodes.all) if (!asked.has(node)) asked.set(node, at(node));
      await pause(50);
    }
    await Promise.all(asked.values());
  }

  async #supply() {
    while (!this.#stopped) {
      const token = this.#tokens.length < stock ? await this.#issue() : undefined;
      if (token) this.#tokens.push(token);
      else await pause(20);
    }
  }

  async #issue() {
    const node = pick(this.#nodes.up);
    if (!node) return undefined;
    const organization = pick(this.#site.organizations);
    const number = ++this.#made;
    const call = (path, body) => ask(node, 'POST', `/api/v1${path}`, { ...organization.admin, body });
    // One in ten has a service account of its own, with which it goes.
    const account = number % 10 === 0 ? (await call('/service-accounts', { name: `Chaos ${number}`, permissions: ['people:read'] })).body?.id : organization.account;
    if (!account) return undefined;
    const { status, body } = await call('/tokens', { serviceAccountId: account, name: `Chaos ${number}`, expiresAt: null, scopes: ['people:read'] });
    return status === 201 ? this.#tokenOf(organization, body, account === organization.account ? undefined : account) : undefined;
  }

  #tokenOf(organization, { id, secret }, account) {
    const call = (method, path, body) => [method, `/api/v1${path}`, { ...organization.admin, body }];
    const revoking = () => call('POST', `/tokens/${id}/revoke`, {});
    const [how, ending] = account
      ? ['deleting its service account', () => call('DELETE', `/service-accounts/${account}`)]
      : Math.random() < 0.4
        ? ['replacing it', () => call('POST', `/tokens/${id}/rotate`, { overlapHours: 0 })]
        : ['revoking it', revoking];
    return { id, secret, organization, how, ending, revoking, isCalled: false, caller: { token: secret, organization: organization.slug } };
  }
}

/** What the host has last printed of a failure. */
const whatFailed = ({ host }) => host.output().slice(Math.max(0, host.output().lastIndexOf('fail:'))).slice(0, 3000);

const pick = (some) => some[Math.floor(Math.random() * some.length)];
