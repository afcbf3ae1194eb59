import { FeedReader } from './feed.js';
import { Instance } from './instance.js';
import { FeedLease } from './lease.js';
import { TokenMemory, VerifiedToken } from './memory.js';
import { allows, parseScope } from './scopes.js';
import { canBeToken } from './token-shape.js';

export { allows, parseScope };

/** @typedef {import('./memory.js').Caller} Caller */

/**
 * @typedef {object} PlatformOptions
 * @property {string | URL} address The instance's address, such as `https://platform.example`; without `/api/v1`.
 * @property {string} applicationToken The token with which the product asks: an application's (`pta_…`), or an organization's own with `tokens:verify`.
 * @property {string} [organization] The organization whose own token that is; left out for an application's.
 * @property {string} [resource] The product's resource in the permission catalogue: `read` then means `tickets:read`.
 * @property {number} [timeout] Milliseconds that the instance may take to judge a token before the caller gets 503; 5000.
 * @property {number} [maxTokens] Tokens remembered at most; 100000.
 * @property {number} [askAgainAfter] After so many milliseconds a token in use is asked for again, beside its requests; 60000.
 */

/**
 * `caller` where the token is good; else `code`, in the instance's own words, or `unavailable` where there is no verdict to be had.
 * @typedef {{ caller?: Caller, code: string, retryAfter?: number }} PlatformVerdict
 */

/** A verdict of `/verify` as the API's errors call it. @type {Record<string, string>} */
const codes = {
  expired: 'token-expired',
  revoked: 'token-revoked',
  suspended: 'organization-suspended',
  'organization-mismatch': 'organization-mismatch',
  'address-not-allowed': 'address-not-allowed',
  'rate-limited': 'rate-limited',
};

const withoutMapping = (/** @type {string | undefined} */ address) => (address?.startsWith('::ffff:') ? address.slice(7) : address);

/** Verifies tokens: from memory where the feed vouches for it, else by asking the instance. */
export class Platform {
  #instance;
  #memory;
  #lease = new FeedLease();
  #feed;
  #askAgainAfter;
  /** @type {Map<string, { epoch: number, answer: Promise<{ token?: VerifiedToken, code: string, retryAfter?: number }> }>} */
  #running = new Map();

  /** @param {PlatformOptions} options */
  constructor(options) {
    if (!/^https?:\/\//.test(String(options.address))) throw new TypeError("address must be the instance's address, such as https://platform.example.");
    if (!options.applicationToken) throw new TypeError('applicationToken is missing: an operator issues one under Instance, Applications.');
    this.resource = options.resource;
    this.#askAgainAfter = options.askAgainAfter ?? 60_000;
    this.#instance = new Instance({ ...options, timeout: options.timeout ?? 5000 });
    this.#memory = new TokenMemory(options.maxTokens ?? 100_000);
    this.#feed = new FeedReader(this.#instance, this.#memory, this.#lease);
    this.#feed.run();
  }

  /** True where the feed is there, or was a second ago: tokens are verified from memory. Else each request asks the instance. */
  get isFed() {
    return this.#lease.isHeld;
  }

  /** Lets go of the feed, so that the process may end. */
  close() {
    this.#feed.close();
  }

  /**
   * Verifies a token for a call. Never rejects because the instance can't be reached.
   * @param {string} secret The token's text.
   * @param {string} organization The organization in which the call is to act, by id or slug.
   * @param {string} [address] Where the call comes from; a token bound to addresses is refused where it is left out.
   * @returns {Promise<PlatformVerdict>}
   */
  async verify(secret, organization, address) {
    if (!organization) return { code: 'organization-required' };
    const from = withoutMapping(address);
    // Asked before anything is taken: what it says is true of what was there then.
    const isHeld = this.#lease.isHeld;
    const known = isHeld ? this.#memory.get(secret) : undefined;
    const now = this.#lease.now;
    if (known && (known.admits(from) || Date.now() >= known.expiresAt)) {
      if (now >= known.askAgainAt) {
        known.askAgainAt = now + this.#askAgainAfter;
        this.#join(secret, from, true);
      }
      return this.#judge(known, organization, true);
    }
    if (!canBeToken(secret)) return { code: 'unauthenticated' };
    const { asked, isMine } = this.#join(secret, from, isHeld);
    const { token, code, retryAfter } = await asked;
    // The question itself took a place within the limit; whoever only waited for it takes one here.
    return token ? this.#judge(token, organization, !isMine) : { code, retryAfter };
  }

  /**
   * Asks the instance, once for all who want to know the same at the same time. A request joins only a question that was asked
   * since the last drop, and none at all without the lease: it may have been answered from before its token was revoked.
   * @param {string} secret
   * @param {string | undefined} address
   * @param {boolean} isHeld
   */
  #join(secret, address, isHeld) {
    if (!isHeld) return { asked: this.#find(secret, address, false), isMine: true };
    const key = `${secret} ${address}`;
    const running = this.#running.get(key);
    if (running?.epoch === this.#memory.epoch) return { asked: running.answer, isMine: false };
    const answer = this.#find(secret, address, true).finally(() => this.#running.get(key) === mine && this.#running.delete(key));
    const mine = { epoch: this.#memory.epoch, answer };
    this.#running.set(key, mine);
    return { asked: answer, isMine: true };
  }

  /** @param {string} secret @param {string | undefined} address @param {boolean} keeps */
  async #find(secret, address, keeps) {
    const verdict = await this.#instance.judge(secret, address);
    if (!verdict) return { code: 'unavailable' };
    if (!verdict.valid) {
      if (verdict.code !== 'rate-limited') this.#memory.forget(secret);
      return { code: codes[verdict.code] ?? 'unauthenticated', retryAfter: Number(verdict.rateLimit?.resetSeconds ?? 0) };
    }
    // An application, or an operator: in no organization, so not in the one that is named.
    if (!verdict.organization || !verdict.subject) return { code: 'organization-mismatch' };
    const token = new VerifiedToken(secret, verdict, address, this.#memory.find(secret), this.#lease.now, this.#askAgainAfter);
    if (keeps && verdict.tokenId && verdict.revision !== undefined && verdict.revision !== null && this.#lease.isHeld) {
      this.#memory.keep(token, Number(verdict.revision));
    }
    return { token, code: 'valid' };
  }

  /** @param {VerifiedToken} token @param {string} organization @param {boolean} counts @returns {PlatformVerdict} */
  #judge(token, organization, counts) {
    if (Date.now() >= token.expiresAt) return { code: 'token-expired' };
    const retryAfter = counts ? (token.bucket?.take(this.#lease.now) ?? 0) : 0;
    if (retryAfter > 0) return { code: 'rate-limited', retryAfter };
    const { id, slug } = token.caller.organization;
    const named = organization.toLowerCase();
    return named === slug.toLowerCase() || named === id ? { caller: token.caller, code: 'valid' } : { code: 'organization-mismatch' };
  }
}

/** Begins to verify tokens of an instance. @param {PlatformOptions} options */
export const createPlatform = (options) => new Platform(options);
