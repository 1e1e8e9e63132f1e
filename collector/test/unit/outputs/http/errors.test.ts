import { describe, expect, it } from '@jest/globals';
import { EXIT, FatalError, RequestError, StoreBlockedError } from '../../../../src/errors.js';
import { readBody } from '../../../../src/outputs/http/body.js';
import { describeError } from '../../../../src/outputs/http/errors.js';
import { queryRequestSchema } from '@mesh-observatory/contract/query';

describe('describeError', () => {
  it('keeps what was written for people', () => {
    expect(describeError(new RequestError('node_unknown', 'No such node.'))).toEqual({
      status: 404,
      code: 'node_unknown',
      message: 'No such node.',
      headers: {},
    });
    expect(describeError(new RequestError('method_not_allowed', 'No.', { Allow: 'GET' })).headers).toEqual({
      Allow: 'GET',
    });
  });

  it('tells when to try again', () => {
    expect(describeError(new RequestError('busy', 'Busy.')).headers).toEqual({ 'Retry-After': '1' });
  });

  it.each([
    [new StoreBlockedError('store_full', 'disk full at /secret/path'), 503, 'store_full'],
    [new StoreBlockedError('store_busy', 'locked /secret/path'), 503, 'store_busy'],
    [new FatalError('io', '/secret/path failed', EXIT.ioError), 503, 'io'],
    [new Error('SQLITE_ERROR: no such column secret'), 500, 'internal'],
    [Object.assign(new Error('secret'), { status: 416 }), 416, 'bad_request'],
    [Object.assign(new Error('secret'), { status: 502 }), 500, 'internal'],
    ['secret', 500, 'internal'],
    [undefined, 500, 'internal'],
    [{ status: 400, message: 'secret' }, 500, 'internal'],
  ])('says nothing of the inside: %s', (error, status, code) => {
    const described = describeError(error);
    expect(described).toMatchObject({ status, code });
    expect(described.message).not.toContain('secret');
  });
});

describe('readBody', () => {
  it('fills in defaults', () => {
    expect(
      readBody(queryRequestSchema, { from: '1', to: 2, queries: [{ refId: 'A', queryType: 'timeseries' }] }),
    ).toMatchObject({
      from: 1,
      to: 2,
      queries: [{ refId: 'A', nodes: [], aggregation: 'mean' }],
    });
  });

  it('names the fields that are wrong, at most three', () => {
    const queries = Array.from({ length: 5 }, () => ({ refId: 'A', queryType: 'nodes', nodes: ['x'] }));
    expect(() => readBody(queryRequestSchema, { from: 1, to: 2, queries })).toThrow(
      expect.objectContaining({
        status: 400,
        message: expect.stringMatching(/body\.queries\[0\]\.nodes\[0\]: .*and 2 more/),
      }),
    );
  });
});
