import { PassThrough } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { RequestError } from '../../../../src/errors.js';
import { createAccessPolicy } from '../../../../src/outputs/access/access.js';
import { refuseUpgrade, selectSubprotocol, writeRefusal } from '../../../../src/outputs/live/upgrade.js';

const TOKEN = 'correct horse battery staple';
const AUTH = { authorization: `Bearer ${TOKEN}` };

function statusOf(apiToken: string | undefined, headers: Record<string, string>, url = '/api/ws'): number {
  const policy = createAccessPolicy({ apiToken, allowAnonymous: false, corsOrigins: [] });
  return refuseUpgrade({ url, headers, remoteAddress: '127.0.0.1' }, policy)?.status ?? 101;
}

const offer = (token: string) => `mesh-observatory.v1, bearer.${Buffer.from(token).toString('base64url')}`;

describe('refuseUpgrade', () => {
  it.each([
    ['/api/ws', 101],
    ['/api/ws?x=1', 101],
    ['/api/ws/', 404],
    ['/api/WS', 404],
    ['/', 404],
    ['/api/nodes', 404],
    ['//api/ws', 404],
    ['http://evil/api/ws', 404],
  ])('answers an upgrade of %s with %d', (url, expected) => {
    expect(statusOf(undefined, {}, url)).toBe(expected);
  });

  it.each(['token', 'TOKEN', 'authorization', '%74oken'])('refuses the right token in the query (%s)', (name) => {
    expect(statusOf(TOKEN, AUTH, `/api/ws?${name}=${encodeURIComponent(TOKEN)}`)).toBe(400);
  });

  it.each([
    ['no token', {}, 401],
    ['a wrong header', { authorization: 'Bearer nope' }, 401],
    ['an empty header', { authorization: '' }, 401],
    ['the right header', AUTH, 101],
    ['the right subprotocol', { 'sec-websocket-protocol': offer(TOKEN) }, 101],
    ['a wrong subprotocol', { 'sec-websocket-protocol': offer('nope') }, 401],
    ['an empty subprotocol', { 'sec-websocket-protocol': 'bearer.' }, 401],
    ['a wrong header and the right subprotocol', { authorization: 'x', 'sec-websocket-protocol': offer(TOKEN) }, 401],
  ])('with a token configured, answers a client with %s with the right status', (_what, headers, expected) => {
    expect(statusOf(TOKEN, headers as Record<string, string>)).toBe(expected);
  });
});

describe('selectSubprotocol', () => {
  it('selects the protocol and never echoes the token', () => {
    expect(selectSubprotocol(new Set(['bearer.abc', 'mesh-observatory.v1']))).toBe('mesh-observatory.v1');
    expect(selectSubprotocol(new Set(['bearer.abc']))).toBe(false);
  });
});

describe('writeRefusal', () => {
  it('writes status, headers and body of the error and ends the socket', async () => {
    const socket = new PassThrough();
    writeRefusal(socket, new RequestError('too_many_from_address', 'Too many.', { 'Retry-After': '30' }));
    let text = '';
    for await (const chunk of socket) text += String(chunk);
    expect(text).toMatch(/^HTTP\/1\.1 429 Too Many Requests\r\n/);
    expect(text).toContain('\r\nRetry-After: 30\r\n');
    expect(text.split('\r\n\r\n')[1]).toBe('{"code":"too_many_from_address","message":"Too many."}\n');
  });
});
