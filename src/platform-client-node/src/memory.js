import { TokenBucket } from './bucket.js';

/** @typedef {import('./instance.js').Verdict} Verdict */
/** @typedef {{ revision: number, kind: string, id?: string }} Drop */

/** Drops that verdicts still on their way are held against; one that is older than all of them is not kept. */
const mostDrops = 1024;

const mostAddresses = 8;

/** A good verdict as it is remembered. */
export class VerifiedToken {
  isDropped = false;

  /**
   * @param {string} secret
   * @param {Verdict} verdict
   * @param {string | undefined} address Where the request came from that it was asked for.
   * @param {VerifiedToken | undefined} before What was remembered of the same token until now.
   * @param {number} now By the monotonic clock.
   * @param {number} askAgainAfter Milliseconds until the instance is asked again, beside the requests.
   */
  constructor(secret, verdict, address, before, now, askAgainAfter) {
    this.secret = secret;
    this.caller = callerOf(verdict);
    this.expiresAt = verdict.expiresAt ? Date.parse(verdict.expiresAt) : Infinity;
    this.askAgainAt = now + askAgainAfter;
    this.bucket = verdict.rateLimit ? TokenBucket.of(verdict.rateLimit, before?.bucket, now) : undefined;
    /** @type {string[] | undefined} */
    this.addresses = undefined;
    if (verdict.addressBound !== false) {
      // Those that were good a moment ago still are, as long as nothing was dropped.
      const others = (before && !before.isDropped && before.addresses) || [];
      this.addresses = [...new Set([...(address ? [address] : []), ...others])].slice(0, mostAddresses);
    }
  }

  /** True where it is known that the token may be used from this address. @param {string | undefined} address */
  admits(address) {
    return this.addresses === undefined || (address !== undefined && this.addresses.includes(address));
  }

  /** @param {Drop} drop */
  restsOn({ kind, id }) {
    const { tokenId, subject, organization } = this.caller;
    if (kind === 'token') return tokenId === id;
    if (kind === 'subject') return subject.id === id;
    if (kind === 'organization') return organization.id === id;
    return true;
  }
}

/**
 * The tokens that were verified lately, those used last at the end. Whoever takes one has asked for the lease before. A verdict
 * is kept only if the feed was complete from its revision on and nothing that it rests on was dropped since.
 */
export class TokenMemory {
  /** @type {Map<string, VerifiedToken>} */
  #tokens = new Map();
  /** @type {Drop[]} */
  #lately = [];
  #completeFrom = Infinity;
  #maxTokens;

  /** Raised by each drop: a request joins only a question that was asked since the last one. */
  epoch = 0;

  /** @param {number} maxTokens */
  constructor(maxTokens) {
    this.#maxTokens = maxTokens;
  }

  get size() {
    return this.#tokens.size;
  }

  /** @param {string} secret */
  get(secret) {
    const token = this.#tokens.get(secret);
    if (!token || token.isDropped) return undefined;
    this.#tokens.delete(secret);
    this.#tokens.set(secret, token);
    return token;
  }

  /** What is remembered of a token, dropped or not. @param {string} secret */
  find(secret) {
    return this.#tokens.get(secret);
  }

  /** Remembers a verdict that knows of every change up to a revision, if nothing since then touches it. @param {VerifiedToken} token @param {number} revision */
  keep(token, revision) {
    if (revision < this.#completeFrom) return;
    if (this.#lately.some((drop) => drop.revision > revision && token.restsOn(drop))) return;
    this.#tokens.delete(token.secret);
    this.#tokens.set(token.secret, token);
    if (this.#tokens.size > this.#maxTokens) {
      for (const oldest of this.#tokens.keys()) {
        this.#tokens.delete(oldest);
        break;
      }
    }
  }

  /** @param {string} secret */
  forget(secret) {
    const token = this.#tokens.get(secret);
    if (token) token.isDropped = true;
    this.#tokens.delete(secret);
  }

  /** Forgets what rests on a change. What is dropped stays for its bucket, until it makes room. @param {Drop} drop */
  drop(drop) {
    this.epoch++;
    if (this.#lately.length === mostDrops) this.#completeFrom = Math.max(this.#completeFrom, /** @type {Drop} */ (this.#lately.shift()).revision);
    this.#lately.push(drop);
    for (const token of this.#tokens.values()) if (token.restsOn(drop)) token.isDropped = true;
  }

  /** Forgets everything: the feed is complete from this revision on. @param {number} revision */
  reset(revision) {
    this.epoch++;
    this.#lately = [];
    this.#completeFrom = revision;
    for (const token of this.#tokens.values()) token.isDropped = true;
  }
}

/**
 * Who calls, in which organization, and what they may do. Made once for a token and shared by its requests, and so frozen.
 * @typedef {Readonly<{ organization: { id: string, slug: string, name: string }, subject: { kind: string, id: string, name: string, email: string | null }, tokenId: string | undefined, scopes: readonly string[], expiresAt: string | null }>} Caller
 */

/** @param {Verdict} verdict @returns {Caller} */
function callerOf({ organization, subject, tokenId, scopes, expiresAt }) {
  if (!organization || !subject) throw new TypeError('A verdict without an organization is not remembered.');
  return Object.freeze({
    organization: Object.freeze({ ...organization }),
    subject: Object.freeze({ ...subject, email: subject.email ?? null }),
    tokenId: tokenId ?? undefined,
    scopes: Object.freeze([...(scopes ?? [])]),
    expiresAt: expiresAt ?? null,
  });
}
