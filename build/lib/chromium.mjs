import { aptInstall, findProgram } from './apt.mjs';

// The shell draws no window of its own, which spares a third of the processor time.
const browsers = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome'];

/** The browser for tests and pictures, installed where none is there and apt can; else undefined. */
export async function findChromium() {
  for (const name of ['chromium-headless-shell', 'chromium']) {
    if (findProgram(browsers) === undefined) await aptInstall(name);
  }
  return findProgram(browsers);
}
