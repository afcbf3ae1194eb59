import { describe, expect, it } from 'vitest';
import { ApiError, fieldErrorsOf, messageOf, problemOf, toProblem } from './problem';

describe('messageOf', () => {
  it('names the missing permission and whom to ask', () => {
    const error = new ApiError({
      status: 403,
      code: 'permission-denied',
      requiredPermission: 'tokens:write',
    });
    expect(messageOf(error)).toContain('tokens:write');
    expect(messageOf(error)).toContain('administrator');
  });

  it('takes the server’s own sentence for a conflict', () => {
    const detail = 'The last administrator can’t be demoted.';
    expect(messageOf(new ApiError({ status: 409, code: 'conflict', detail }))).toBe(detail);
  });

  it('prefers our sentence where the code says it all', () => {
    const error = new ApiError({ status: 409, code: 'token-name-taken', detail: 'token_name unique' });
    expect(messageOf(error)).toContain('this name already exists');
  });

  it('tells a lost connection from a fault of the page', () => {
    expect(messageOf(new TypeError('Failed to fetch'))).toContain('can’t be reached');
    expect(messageOf(new Error('x'))).toContain('Reload');
  });

  it('has a sentence for an answer that is no problem document', () => {
    expect(messageOf(new ApiError(toProblem(502, undefined)))).toContain('could not complete');
    expect(messageOf(new ApiError(toProblem(500, { title: 'internal' })))).toContain('could not complete');
  });
});

describe('problemOf', () => {
  it('keeps the trace id', () => {
    expect(problemOf(new ApiError(toProblem(500, { code: 'internal', traceId: 'abc' }))).traceId).toBe('abc');
  });
});

describe('fieldErrorsOf', () => {
  it('joins the messages of each field', () => {
    const error = new ApiError({
      status: 422,
      code: 'validation-failed',
      errors: { 'operator.email': ['Is taken.', 'Is too long.'] },
    });
    expect(fieldErrorsOf(error)).toEqual({ 'operator.email': 'Is taken. Is too long.' });
  });
});
