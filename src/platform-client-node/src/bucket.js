/** @typedef {{ limit: number, windowSeconds: number, remaining: number, resetSeconds: number }} RateLimit */

/**
 * A token's limit within this process, filled evenly (GCRA): requests that are answered from memory take from it. What the
 * instance says of the token's own bucket, of which other processes take too, is taken over wherever it is less.
 */
export class TokenBucket {
  #interval;
  #window;
  #fullAt = -Infinity;

  /** @param {RateLimit} rateLimit */
  constructor({ limit, windowSeconds }) {
    this.limit = limit;
    this.#window = windowSeconds * 1000;
    this.#interval = this.#window / limit;
  }

  /** The bucket of a verdict: the one that was there, if the limit is still the same. @param {RateLimit} rateLimit @param {TokenBucket | undefined} before @param {number} now */
  static of(rateLimit, before, now) {
    if (rateLimit.limit <= 0) return undefined;
    const bucket = before?.limit === rateLimit.limit ? before : new TokenBucket(rateLimit);
    bucket.#fullAt = Math.max(bucket.#fullAt, now + (rateLimit.limit - rateLimit.remaining) * bucket.#interval);
    return bucket;
  }

  /** Takes one request and answers 0; or the seconds until there is another. @param {number} now */
  take(now) {
    const next = Math.max(this.#fullAt, now) + this.#interval;
    // Thousands of additions are a little off.
    if (next - now > this.#window + 1e-6) return Math.max(1, Math.ceil((next - now - this.#window) / 1000));
    this.#fullAt = next;
    return 0;
  }
}
