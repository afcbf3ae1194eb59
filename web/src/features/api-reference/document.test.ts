import { expect, test } from 'vitest';
import { type ApiDocument, endpointsOf, findEndpoints, toRead } from './document';

const operation = (operationId: string, permission: string) => ({
  operationId,
  summary: `Does ${operationId}`,
  tags: ['Tokens'],
  parameters: [{ name: 'Organization-ID', in: 'header', example: 'northside-fire' }],
  responses: { 404: { content: { 'application/problem+json': { examples: { 'not-found': {} } } } } },
  'x-required-permission': permission,
});

const DOCUMENT: ApiDocument = {
  paths: {
    '/api/v1/tokens': {
      get: operation('ListTokens', 'tokens:read'),
      post: operation('IssueToken', 'tokens:write'),
    },
    '/api/v1/me': { get: operation('GetMe', 'member') },
  },
  'x-error-codes': [],
};

test('finds endpoints in which every word is somewhere', () => {
  const find = (q: string) => findEndpoints(endpointsOf(DOCUMENT), q).map(({ id }) => id);
  expect(find('')).toEqual(['ListTokens', 'IssueToken', 'GetMe']);
  expect(find('post TOKENS')).toEqual(['IssueToken']);
  expect(find('member')).toEqual(['GetMe']);
  expect(find('tokens:read me')).toEqual([]);
});

test('fills in the organization and leaves the document as it was', () => {
  const me = (document: ApiDocument) => document.paths['/api/v1/me']?.get;
  const read = me(toRead(DOCUMENT, 'lakeside'));
  expect(read?.parameters?.[0]?.example).toBe('lakeside');
  expect(read?.responses[404]?.content?.['application/problem+json']?.examples).toBeUndefined();
  expect(me(DOCUMENT)?.parameters?.[0]?.example).toBe('northside-fire');
  expect(me(DOCUMENT)?.responses[404]?.content?.['application/problem+json']?.examples).toBeDefined();
  expect(me(toRead(DOCUMENT, undefined))?.parameters?.[0]?.example).toBe('northside-fire');
});
