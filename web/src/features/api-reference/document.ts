import { queryOptions } from '@tanstack/react-query';
import { ApiError, toProblem } from '@/api/problem';

/** What this instance says of its own API, as far as these pages read it. */
export interface ApiDocument {
  paths: Record<string, Record<string, Operation>>;
  'x-error-codes': ErrorCode[];
}

interface Operation {
  operationId: string;
  summary: string;
  tags: string[];
  parameters?: { name: string; in: string; example?: unknown }[];
  responses: Record<string, { content?: Record<string, { examples?: unknown }> }>;
  'x-required-permission': string;
}

export interface ErrorCode {
  code: string;
  status: number;
  title: string;
  cause: string;
  cure: string;
}

export interface Endpoint {
  id: string;
  method: string;
  path: string;
  permission: string;
  summary: string;
  tag: string;
}

/** The contract of the instance itself, the same for everybody. */
export const apiDocument = queryOptions({
  queryKey: ['instance', 'openapi'],
  queryFn: async () => {
    const response = await fetch('/openapi/v1.json');
    if (!response.ok) throw new ApiError(toProblem(response.status, undefined));
    return (await response.json()) as ApiDocument;
  },
  staleTime: Number.POSITIVE_INFINITY,
});

export const endpointsOf = (document: ApiDocument): Endpoint[] =>
  Object.entries(document.paths).flatMap(([path, verbs]) =>
    Object.entries(verbs).map(([verb, operation]) => ({
      id: operation.operationId,
      method: verb.toUpperCase(),
      path,
      permission: operation['x-required-permission'],
      summary: operation.summary,
      tag: operation.tags[0] ?? '',
    })),
  );

/** Where the documentation shows it. */
export const anchorOf = ({ tag, method, path }: Endpoint) => `tag/${tag.toLowerCase()}/${method}${path}`;

/** Those in which every word is found somewhere: “post tokens”, “people:write”. */
export function findEndpoints(endpoints: Endpoint[], q: string): Endpoint[] {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  return endpoints.filter((endpoint) => {
    const text = Object.values(endpoint).join(' ').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/**
 * The document for the reference: with the organization filled in wherever a call asks for one, and without what the
 * descriptions of refusals say already; half as much is drawn twice as fast.
 */
export function toRead(document: ApiDocument, slug: string | undefined): ApiDocument {
  const copy = structuredClone(document);
  for (const operation of Object.values(copy.paths).flatMap((verbs) => Object.values(verbs))) {
    for (const parameter of operation.parameters ?? []) {
      if (slug && parameter.name === 'Organization-ID') parameter.example = slug;
    }
    for (const { content } of Object.values(operation.responses)) {
      delete content?.['application/problem+json']?.examples;
    }
  }
  return copy;
}
