import path from 'node:path';
import url from 'node:url';

export const root = path.resolve(path.dirname(url.fileURLToPath(import.meta.url)), '../..');
export const inRoot = (...names) => path.join(root, ...names);
