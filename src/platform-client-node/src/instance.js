/**
 * What `POST /verify` answers, as the instance's OpenAPI document has it.
 * @typedef {import('./schema.d.ts').components['schemas']['VerifyTokenAnswer']} Verdict
 */

/** The calls to the instance. */
export class Instance {
  #base;
  #headers;
  #timeout;

  /** @param {{ address: string | URL, applicationToken: string, organization?: string, timeout: number }} options */
  constructor({ address, applicationToken, organization, timeout }) {
    this.#base = String(address).replace(/\/*$/, '');
    this.#headers = { Authorization: `Bearer ${applicationToken}`, ...(organization ? { 'Organization-ID': organization } : {}) };
    this.#timeout = timeout;
  }

  /**
   * The verdict on a token; undefined where there is none to be had just now.
   * @param {string} token
   * @param {string | undefined} address
   * @returns {Promise<Verdict | undefined>}
   */
  async judge(token, address) {
    try {
      const response = await fetch(`${this.#base}/api/v1/verify`, {
        method: 'POST',
        redirect: 'error',
        headers: { ...this.#headers, 'Content-Type': 'application/json' },
        body: JSON.stringify({ token, address }),
        signal: AbortSignal.timeout(this.#timeout),
      });
      if (response.status === 200) return /** @type {Verdict} */ (await response.json());
      process.emitWarning(`The Platform instance refused to judge a token, with ${response.status}: ${await response.text()}`, 'PlatformWarning');
    } catch {
      // No verdict: the caller is answered 503.
    }
    return undefined;
  }

  /** @param {number | undefined} after The revision of the last heartbeat; undefined to begin anew. @param {AbortSignal} signal */
  openFeed(after, signal) {
    const resume = after === undefined ? undefined : { 'Last-Event-ID': String(after) };
    return fetch(`${this.#base}/api/v1/verifier/feed`, { redirect: 'error', signal, headers: { ...this.#headers, Accept: 'text/event-stream', ...resume } });
  }
}
