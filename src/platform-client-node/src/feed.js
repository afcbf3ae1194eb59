import { setTimeout as wait } from 'node:timers/promises';
import { leaseLength } from './lease.js';

/** Longest time to connect. */
const patience = 5000;

/** The clocks of two machines drift apart: each feed begins to count anew before that matters. */
const lifetime = 5 * 60_000;

/** After this long without the feed there is nothing in memory that would be worth resuming. */
const worthResuming = 60_000;

/**
 * Follows the instance's feed until it is closed: drops what it names, and renews the lease with each heartbeat. A heartbeat says
 * how long its feed has run at the instance, so it was sent no earlier than that long after the feed was asked for: one that was
 * held up on its way gives no more time than it is worth.
 */
export class FeedReader {
  #instance;
  #memory;
  #lease;
  #closing = new AbortController();
  /** @type {number | undefined} */
  #last;
  #heardAt = -Infinity;
  #failures = 0;

  /** @param {import('./instance.js').Instance} instance @param {import('./memory.js').TokenMemory} memory @param {import('./lease.js').FeedLease} lease */
  constructor(instance, memory, lease) {
    this.#instance = instance;
    this.#memory = memory;
    this.#lease = lease;
  }

  async run() {
    while (!this.#closing.signal.aborted) {
      try {
        await this.#follow();
      } catch {
        this.#failures++;
      }
      await wait(Math.min(1000, 50 * this.#failures), undefined, { signal: this.#closing.signal, ref: false }).catch(() => {});
    }
  }

  close() {
    this.#closing.abort();
    this.#lease.giveUp();
  }

  async #follow() {
    const silence = new AbortController();
    let timer = setTimeout(() => silence.abort(), patience);
    const heard = () => {
      clearTimeout(timer);
      // Heartbeats come every 250 ms: after this long without one the connection is dead.
      timer = setTimeout(() => silence.abort(), leaseLength);
    };
    try {
      const askedAt = this.#lease.now;
      if (askedAt - this.#heardAt > worthResuming) this.#last = undefined;
      const response = await this.#instance.openFeed(this.#last, AbortSignal.any([this.#closing.signal, silence.signal]));
      if (!response.ok || !response.body) {
        await response.body?.cancel();
        if (response.status === 401 || response.status === 403) {
          // The product itself is no longer trusted with what it knows.
          this.#lease.giveUp();
          this.#last = undefined;
        }
        throw new Error(`The feed answered ${response.status}.`);
      }
      for await (const { event, data } of readEvents(response.body)) {
        heard();
        this.#take(event, JSON.parse(data), askedAt);
        if (this.#lease.now - askedAt > lifetime) return;
      }
    } finally {
      clearTimeout(timer);
      silence.abort();
    }
    throw new Error('The feed has ended.');
  }

  /** @param {string} event @param {{ revision: number, elapsed: number, kind: string, id?: string }} data @param {number} askedAt */
  #take(event, data, askedAt) {
    if (event === 'heartbeat') {
      const sentAt = askedAt + data.elapsed;
      this.#lease.renew(sentAt);
      [this.#last, this.#heardAt] = [data.revision, this.#lease.now];
      // It took too long to begin, and would never be worth more than this: the next one may be quicker.
      if (this.#heardAt - sentAt > leaseLength / 2) throw new Error('Its heartbeats come late.');
      this.#failures = 0;
    } else if (event === 'drop') this.#memory.drop(data);
    else if (event === 'reset') this.#memory.reset(data.revision);
  }
}

/**
 * Server-sent events, as far as the instance uses them.
 * @param {ReadableStream<Uint8Array>} body
 * @returns {AsyncGenerator<{ event: string, data: string }>}
 */
export async function* readEvents(body) {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of /** @type {AsyncIterable<Uint8Array>} */ (/** @type {unknown} */ (body))) {
    text += decoder.decode(chunk, { stream: true });
    const blocks = text.split('\n\n');
    text = /** @type {string} */ (blocks.pop());
    for (const block of blocks) {
      const fields = Object.fromEntries(block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trimStart()]));
      if (fields.data !== undefined) yield { event: fields.event ?? 'message', data: fields.data };
    }
  }
}
