// Requests that are to be judged by their status, whatever it is.
import http from 'http';

const agent = new http.Agent({ keepAlive: true, maxSockets: 256, scheduling: 'fifo' });
const longest = 20_000;

/** Asks and never fails: { status (0 where no answer came), body (parsed where it is JSON), startedAt }. */
export function ask(node, method, path, { token, organization, body, type = 'application/json' } = {}) {
  return new Promise((resolve) => {
    const payload = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
    const headers = payload === undefined ? {} : { 'Content-Type': type, 'Content-Length': Buffer.byteLength(payload) };
    if (token) headers.Authorization = `Bearer ${token}`;
    if (organization) headers['Organization-ID'] = organization;
    // Before anything of the request is sent: what is held against it is that it began later than something else had ended.
    const startedAt = performance.now();
    const request = http.request(`${node.url}${path}`, { method, headers, agent, timeout: longest }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part) => (text += part));
      response.once('end', () => resolve({ status: response.statusCode, body: parsed(text), startedAt }));
      response.once('error', () => resolve({ status: 0, startedAt }));
    });
    request.once('timeout', () => request.destroy());
    request.once('error', () => resolve({ status: 0, startedAt }));
    request.end(payload);
  });
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

export const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Asks again until it is true; answers how long that took in ms, and undefined where it took too long. */
export async function until(condition, atMost = 20_000, every = 10) {
  const began = performance.now();
  while (!(await condition())) {
    if (performance.now() - began > atMost) return undefined;
    await pause(every);
  }
  return performance.now() - began;
}
