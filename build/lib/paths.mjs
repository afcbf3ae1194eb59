import path from 'path';
import url from 'url';

export const root = path.resolve(path.dirname(url.fileURLToPath(import.meta.url)), '../..');
export const inRoot = (...names) => path.join(root, ...names);
