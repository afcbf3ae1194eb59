// Calls to a host that is being measured, and the database it is given.
import crypto from 'crypto';
import http from 'http';

/** Everybody's in the demo. */
export const password = 'demo-password';

/** Of sorted or unsorted numbers; 0 of none. */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] || 0;
}

/** The least value that so large a share of them does not exceed; 0 of none. */
export function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

const agent = new http.Agent({ keepAlive: true });

/** Sends one call; answers the parsed body, and fails on any status but 2xx. */
export function send(url, method, path, body, { token, organization, type = 'application/json' } = {}) {
  return new Promise((resolve, reject) => {
    const payload = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
    const headers = { ...(payload === undefined ? {} : { 'Content-Type': type, 'Content-Length': Buffer.byteLength(payload) }) };
    if (token) headers.Authorization = `Bearer ${token}`;
    if (organization) headers['Organization-ID'] = organization;
    const request = http.request(`${url}/api/v1${path}`, { method, headers, agent }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part) => (text += part));
      response.once('end', () => {
        if (response.statusCode >= 300) reject(new Error(`${method} ${path}: ${response.statusCode} ${text.slice(0, 500)}`));
        else resolve(text ? JSON.parse(text) : undefined);
      });
    });
    request.once('error', reject);
    request.end(payload);
  });
}

/** Answers what sends a call of this person: (method, path, body, type) => the parsed answer. */
export async function signIn(url, email) {
  const answer = await send(url, 'POST', '/auth/sign-in', { email, password });
  const caller = { token: answer.accessToken, organization: answer.organization?.id };
  return (method, path, body, type) => send(url, method, path, body, { ...caller, type });
}

/** A database of its own on the server, which the host makes and fills. */
export function environmentOf(database, connection) {
  if (database === 'SQLite') return {};
  return {
    Database__Provider: 'PostgreSql',
    Database__MigrateOnStart: 'true',
    ConnectionStrings__Platform: connection.replace(/Database=[^;]*/, `Database=bench_${crypto.randomBytes(6).toString('hex')}`),
  };
}
