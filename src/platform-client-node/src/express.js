import { gate } from './gate.js';

/**
 * Express middleware: lets through whoever has a token with this scope, in the organization that `Organization-ID` names; the
 * caller is then `request.platform`. Anybody else is answered 400, 401, 403, 429 or 503. The address is `request.ip`: behind a
 * proxy set Express's `trust proxy`.
 * @param {import('./index.js').Platform} platform
 * @param {string} scope `tickets:read`, or `read` where the platform has a resource.
 * @returns {import('express').RequestHandler}
 */
export function requireScope(platform, scope) {
  const judge = gate(platform, scope);
  return (request, response, next) => {
    judge(request, request.ip, request.originalUrl.split('?')[0]).then(({ caller, refused }) => {
      if (refused) {
        response.writeHead(refused.status, refused.headers).end(refused.body);
        return;
      }
      /** @type {{ platform?: import('./index.js').Caller }} */ (/** @type {unknown} */ (request)).platform = caller;
      next();
    }, next);
  };
}
