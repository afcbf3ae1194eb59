// The section of docs/benchmarks.md that `npm run bench:micro` writes; `npm run bench` leaves it as it is.
export const microHeading = '## Inside the process';

/** The section as it stands in a page, or nothing. */
export const microOf = (page) => {
  const at = page.indexOf(microHeading);
  return at < 0 ? '' : page.slice(at);
};

/** The page with this section at its end in place of the one it has. */
export const withMicro = (page, section) => {
  const at = page.indexOf(microHeading);
  return `${(at < 0 ? page : page.slice(0, at)).trimEnd()}\n${section ? `\n${section}` : ''}`;
};
