import zlib from 'node:zlib';

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const opaque = /^[a-z0-9]{2,16}[usa]_([0-9A-Za-z]{36})([0-9A-Za-z]{6})$/;
const signed = /^eyJ[\w-]*\.[\w-]*\.[\w-]*$/;

/** @param {string} random */
function checksum(random) {
  let value = zlib.crc32(random);
  let text = '';
  for (let at = 0; at < 6; at++) {
    text = alphabet[value % 62] + text;
    value = Math.floor(value / 62);
  }
  return text;
}

/**
 * True for an opaque token with the right checksum, whatever the instance's prefix, and for whatever is signed (JWT). What can't
 * be a token is refused here, so that no flood of made-up ones reaches the instance.
 * @param {string} secret
 */
export function canBeToken(secret) {
  if (secret.length > 8192) return false;
  if (signed.test(secret)) return true;
  const parts = opaque.exec(secret);
  return parts !== null && checksum(parts[1]) === parts[2];
}
