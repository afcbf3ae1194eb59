// What is made from the host's OpenAPI document: the text kept in docs/, the table of error codes, the shape for types.

/** As docs/openapi.json keeps it: a line for each operation and each component, so that a change shows as what it has changed. */
export const toText = (document) => `${inLines(document, 3)}\n`;

function inLines(value, levels) {
  if (levels === 0 || typeof value !== 'object' || Array.isArray(value)) return JSON.stringify(value);
  return `{\n${Object.entries(value).map(([name, part]) => `${JSON.stringify(name)}: ${inLines(part, levels - 1)}`).join(',\n')}\n}`;
}

/** For types: how an operation is refused has one shape whatever the status, so that it is said once. */
export function forTypes(document) {
  const copy = structuredClone(document);
  for (const operation of operationsOf(copy)) {
    for (const [status, response] of Object.entries(operation.responses)) {
      const problem = response.content?.['application/problem+json'];
      if (!problem) continue;
      operation.responses.default = { description: 'Refused, and why (RFC 9457)', content: { 'application/problem+json': { schema: problem.schema } } };
      delete response.content['application/problem+json'];
      if (Object.keys(response.content).length === 0) delete operation.responses[status];
    }
  }
  return copy;
}

/** docs/errors.md: every code with its cause and cure, and how many operations may answer it. */
export function toErrorsPage(document) {
  const operations = operationsOf(document);
  const sections = document['x-error-codes'].map(({ code, status, title, cause, cure }) => {
    const by = operations.filter((operation) => operation['x-error-codes'].includes(code)).map((operation) => operation.operationId);
    return [
      `## ${code}`,
      `**${status}** · ${title}`,
      `*Why:* ${cause}`,
      `*What to do:* ${cure}`,
      `*Answered by:* ${whichOf(by, operations.length)}`,
    ].join('\n\n');
  });
  return `${[
    '# Error codes',
    '<!-- Written by `npm run openapi` from the table that the host uses (src/Platform.Kernel/Http/ProblemKinds.cs). -->',
    'Every refusal is `application/problem+json` (RFC 9457) with a stable `code` to branch on. `detail` says what went wrong this time, `traceId` names the request in the host’s log, and `type` is the address of this table on the instance, such as `/errors#not-found`. Which codes an operation may answer stands in the [OpenAPI document](openapi.json) as `x-error-codes`.',
    ['| code | status | |', '| --- | --- | --- |', ...document['x-error-codes'].map(({ code, status, title }) => `| [\`${code}\`](#${code}) | ${status} | ${title} |`)].join('\n'),
    ...sections,
  ].join('\n\n')}\n`;
}

function whichOf(names, all) {
  if (names.length === 0) return 'no operation of its own: a path that takes another method.';
  if (names.length === all) return 'every operation.';
  return names.length > 12 ? `${names.length} of ${all} operations.` : `${names.map((name) => `\`${name}\``).join(', ')}.`;
}

const operationsOf = (document) => Object.values(document.paths).flatMap((path) => Object.values(path));
