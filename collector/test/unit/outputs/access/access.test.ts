import { describe, expect, it } from '@jest/globals';
import { createAccessPolicy, type AccessAttempt, type AccessRules } from '../../../../src/outputs/access/access.js';

const TOKEN = 'correct horse battery staple';
const FAR = '192.0.2.7';

function codes(rules: Partial<AccessRules>, attempt: AccessAttempt['headers'] & Partial<AccessAttempt>) {
  const policy = createAccessPolicy({ apiToken: undefined, allowAnonymous: false, corsOrigins: [], ...rules });
  const { origin, host, token, remoteAddress = '127.0.0.1' } = attempt;
  const refuse = (purpose: 'read' | 'control') =>
    policy.refusalOf({ headers: { origin, host }, token, remoteAddress }, purpose)?.code;
  return [refuse('read'), refuse('control')];
}

const allowed = [undefined, undefined];
const both = (code: string) => [code, code];

describe('createAccessPolicy with a token', () => {
  it('lets in whoever has it, from anywhere', () => {
    expect(codes({ apiToken: TOKEN }, { token: TOKEN, remoteAddress: FAR, host: 'mesh.example.org' })).toEqual(allowed);
  });

  it.each([undefined, '', 'wrong', `${TOKEN} `, TOKEN.slice(1)])('refuses the token %p', (token) => {
    expect(codes({ apiToken: TOKEN }, { token })).toEqual(both('unauthorized'));
    expect(codes({ apiToken: TOKEN, allowAnonymous: true }, { token })).toEqual(both('unauthorized'));
  });

  it('lets in pages under its own address, behind TLS as well', () => {
    const page = { token: TOKEN, host: 'mesh.example.org', origin: 'https://mesh.example.org' };
    expect(codes({ apiToken: TOKEN }, page)).toEqual(allowed);
  });

  it('does not tell a foreign origin whether its token was right', () => {
    expect(codes({ apiToken: TOKEN }, { token: 'wrong', origin: 'https://evil.example' })).toEqual(
      both('origin_not_allowed'),
    );
  });
});

describe('createAccessPolicy without a token', () => {
  it.each([
    ['127.0.0.1', '127.0.0.1:8080'],
    ['::ffff:127.0.0.1', 'localhost:8080'],
    ['::1', '[::1]:8080'],
    ['127.0.0.1', undefined],
  ])('lets in programs on this machine (%s, Host %s)', (remoteAddress, host) => {
    expect(codes({}, { remoteAddress, host })).toEqual(allowed);
  });

  it('refuses programs on other machines', () => {
    expect(codes({}, { remoteAddress: FAR, host: '127.0.0.1:8080' })).toEqual(both('local_only'));
    expect(codes({}, { remoteAddress: '', host: '127.0.0.1:8080' })).toEqual(both('local_only'));
  });

  it('refuses a name that its owner points at this machine, with and without an origin', () => {
    const host = 'rebound.example:8080';
    expect(codes({}, { host })).toEqual(both('local_only'));
    expect(codes({}, { host, origin: `http://${host}` })).toEqual(both('origin_not_allowed'));
  });

  it('refuses an address of this machine that others can reach', () => {
    const host = '192.168.1.5:8080';
    expect(codes({}, { host, origin: `http://${host}` })).toEqual(both('origin_not_allowed'));
  });

  it('lets in configured origins under whatever name they call', () => {
    const rules = { corsOrigins: ['https://grafana.example'] };
    expect(codes(rules, { origin: 'https://grafana.example', host: 'mesh.local:8080' })).toEqual(allowed);
    expect(codes(rules, { origin: 'https://grafana.example', remoteAddress: FAR })).toEqual(both('local_only'));
  });
});

describe('createAccessPolicy with anonymous access', () => {
  const anonymous = { allowAnonymous: true };
  it('opens reading to everybody and control to this machine only', () => {
    expect(codes(anonymous, { remoteAddress: FAR, host: 'mesh.example.org' })).toEqual([undefined, 'local_only']);
    expect(codes(anonymous, { host: 'localhost:8080' })).toEqual(allowed);
  });

  it('lets pages under its own address read', () => {
    const host = 'mesh.example.org';
    expect(codes(anonymous, { host, origin: `https://${host}`, remoteAddress: FAR })).toEqual([
      undefined,
      'origin_not_allowed',
    ]);
  });

  it('refuses foreign pages', () => {
    expect(codes(anonymous, { host: 'mesh.example.org', origin: 'https://evil.example' })).toEqual(
      both('origin_not_allowed'),
    );
  });
});
