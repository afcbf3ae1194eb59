/** How long a heartbeat lets the product answer from memory, in milliseconds. */
export const leaseLength = 1000;

/**
 * Whether this process may answer from memory just now: for 1 s from when a heartbeat was sent at the earliest, as long as both
 * clocks of the machine say that no more than that has passed. A suspended machine stops one, somebody may set the other.
 */
export class FeedLease {
  /** @type {{ monotonic: number, wall: number } | undefined} */
  #start;
  #clocks;

  /** @param {{ monotonic: () => number, wall: () => number }} [clocks] */
  constructor(clocks = { monotonic: () => performance.now(), wall: () => Date.now() }) {
    this.#clocks = clocks;
  }

  get now() {
    return this.#clocks.monotonic();
  }

  get isHeld() {
    const start = this.#start;
    if (!start) return false;
    const [passed, wall] = [this.now - start.monotonic, this.#clocks.wall() - start.wall];
    // The time of day comes in whole milliseconds.
    return passed >= 0 && passed < leaseLength && wall >= -1 && wall < leaseLength;
  }

  /** A heartbeat was read that was sent at this moment or later. @param {number} sentAt */
  renew(sentAt) {
    const now = this.now;
    const from = Math.min(sentAt, now);
    this.#start = { monotonic: from, wall: this.#clocks.wall() - (now - from) };
  }

  giveUp() {
    this.#start = undefined;
  }
}
