import { gate } from './gate.js';

/**
 * A Fastify hook for `onRequest` or `preHandler`: lets through whoever has a token with this scope, in the organization that
 * `Organization-ID` names; the caller is then `request.platform`. Anybody else is answered 400, 401, 403, 429 or 503. The address
 * is `request.ip`: behind a proxy set Fastify's `trustProxy`.
 * @param {import('./index.js').Platform} platform
 * @param {string} scope `tickets:read`, or `read` where the platform has a resource.
 * @returns {import('fastify').preHandlerAsyncHookHandler}
 */
export function requireScope(platform, scope) {
  const judge = gate(platform, scope);
  return async (request, reply) => {
    const { caller, refused } = await judge(request.raw, request.ip, request.url.split('?')[0]);
    if (refused) return reply.code(refused.status).headers(refused.headers).send(refused.body);
    /** @type {{ platform?: import('./index.js').Caller }} */ (/** @type {unknown} */ (request)).platform = caller;
    return undefined;
  };
}
