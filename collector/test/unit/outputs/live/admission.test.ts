import { describe, expect, it } from '@jest/globals';
import { createAdmission, selectSubprotocol, type AdmissionParts } from '../../../../src/outputs/live/admission.js';

const TOKEN = 'correct horse battery staple';
const AUTH = { authorization: `Bearer ${TOKEN}` };
const GRAFANA = 'https://grafana.example.org';

function status(
  parts: Partial<AdmissionParts>,
  headers: Record<string, string>,
  { url = '/api/ws', remoteAddress = '127.0.0.1' } = {},
): number {
  const admit = createAdmission({ apiToken: undefined, anonymous: false, allowedOrigins: [], ...parts });
  return admit({ url, headers, remoteAddress })?.status ?? 101;
}

describe('who may open the live stream', () => {
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
    expect(status({}, {}, { url })).toBe(expected);
  });

  it.each(['token', 'TOKEN', 'access_token', 'apiKey', 'authorization', '%74oken'])(
    'refuses a token in the query, even the right one (%s)',
    (name) => {
      const url = `/api/ws?${name}=${encodeURIComponent(TOKEN)}`;
      expect(status({ apiToken: TOKEN }, AUTH, { url })).toBe(400);
    },
  );

  it.each([
    ['none', {}, 401],
    ['wrong', { authorization: 'Bearer nope' }, 401],
    ['empty', { authorization: 'Bearer ' }, 401],
    ['empty header', { authorization: '' }, 401],
    ['other case of the scheme', { authorization: `bearer ${TOKEN}` }, 401],
    ['other scheme', { authorization: `Basic ${TOKEN}` }, 401],
    ['right', AUTH, 101],
    ['right as a subprotocol', { 'sec-websocket-protocol': offer(TOKEN) }, 101],
    ['wrong as a subprotocol', { 'sec-websocket-protocol': offer('nope') }, 401],
    ['empty as a subprotocol', { 'sec-websocket-protocol': 'bearer.' }, 401],
    ['wrong header, right subprotocol', { authorization: 'Bearer x', 'sec-websocket-protocol': offer(TOKEN) }, 401],
  ])('with a token configured, a client with %s token', (_what, headers, expected) => {
    expect(status({ apiToken: TOKEN }, headers as Record<string, string>)).toBe(expected);
  });

  it.each([
    ['allowed', GRAFANA, 101],
    ['allowed in other case', 'HTTPS://Grafana.Example.org', 101],
    ['foreign', 'https://evil.example', 403],
    ['null', 'null', 403],
    ['allowed with a suffix', `${GRAFANA}.evil.example`, 403],
    ['allowed as user name', `${GRAFANA}@evil.example`, 403],
    ['allowed with a path', `${GRAFANA}/evil`, 403],
    ['a sub-domain of the allowed', 'https://evil.grafana.example.org', 403],
    ['another port', `${GRAFANA}:8443`, 403],
    ['another scheme', 'http://grafana.example.org', 403],
    ['two at once', `${GRAFANA}, https://evil.example`, 403],
    ['not an origin', 'grafana', 403],
  ])('with the right token and an origin that is %s', (_what, origin, expected) => {
    const parts = { apiToken: TOKEN, allowedOrigins: [GRAFANA] };
    expect(status(parts, { ...AUTH, origin, host: 'collector.example.org:8080' })).toBe(expected);
  });

  it('lets the page it serves itself connect, behind TLS as well', () => {
    const host = 'mesh.example.org';
    expect(status({ apiToken: TOKEN }, { ...AUTH, host, origin: 'https://mesh.example.org' })).toBe(101);
    expect(status({}, { host: 'localhost:8080', origin: 'http://localhost:8080' })).toBe(101);
    expect(status({}, { host: '[::1]:8080', origin: 'http://[::1]:8080' })).toBe(101);
  });

  it('does not fall for a name that was rebound to this machine', () => {
    expect(status({}, { host: 'evil.example:8080', origin: 'http://evil.example:8080' })).toBe(403);
  });

  it('does not tell a foreign origin whether its token was right', () => {
    expect(status({ apiToken: TOKEN }, { origin: 'https://evil.example' })).toBe(403);
  });

  it('accepts a missing origin with a valid token, from this machine, or where anybody may read', () => {
    const far = { remoteAddress: '192.0.2.7' };
    expect(status({ apiToken: TOKEN }, AUTH, far)).toBe(101);
    expect(status({}, {}, { remoteAddress: '127.0.0.1' })).toBe(101);
    expect(status({}, {}, { remoteAddress: '::1' })).toBe(101);
    expect(status({}, {}, far)).toBe(403);
    expect(status({ anonymous: true }, {}, far)).toBe(101);
  });

  it('selects its protocol and never echoes the token', () => {
    expect(selectSubprotocol(new Set(['bearer.abc', 'mesh-observatory.v1']))).toBe('mesh-observatory.v1');
    expect(selectSubprotocol(new Set(['bearer.abc']))).toBe(false);
  });
});

function offer(token: string): string {
  return `mesh-observatory.v1, bearer.${Buffer.from(token).toString('base64url')}`;
}
