const word = /^[a-z0-9-]+$/;

/**
 * A scope that is asked for, with all the wider ones that hold it.
 * @typedef {{ name: string, sufficing: string[] }} AskedScope
 */

/** @param {string} name @param {string} resource @param {string} action @returns {AskedScope} */
const of = (name, resource, action) => ({ name, sufficing: [name, `${resource}:*`, `*:${action}`, '*:*', 'admin'] });

/**
 * @param {string} text `tickets:read`, `urn:platform:tickets:4711:read`, or `read` where there is a resource of the product's own.
 * @param {string} [resource] The product's own resource.
 * @returns {AskedScope}
 */
export function parseScope(text, resource) {
  const parts = text.split(':');
  const [first, second] = parts;
  if (text === 'admin') return { name: text, sufficing: [text] };
  if (parts.length === 1 && resource && word.test(first)) return of(`${resource}:${first}`, resource, first);
  if (parts.length === 2 && word.test(first) && word.test(second)) return of(text, first, second);
  if (parts.length === 5 && first === 'urn' && word.test(parts[2]) && parts[3] && word.test(parts[4])) {
    const wide = of(`${parts[2]}:${parts[4]}`, parts[2], parts[4]);
    return parts[3] === '*' ? wide : { name: text, sufficing: [text, `${parts.slice(0, 4).join(':')}:*`, ...wide.sufficing] };
  }
  throw new TypeError(`'${text}' is no scope such as tickets:read${resource ? '' : '; set resource to leave the resource out'}.`);
}

/** @param {readonly string[]} granted @param {AskedScope} asked */
export const allows = (granted, asked) => asked.sufficing.some((name) => granted.includes(name));
