import { describe, expect, it } from '@jest/globals';
import { EXIT, FatalError } from '../../../src/errors.js';
import { checkExposure, credentialCheck } from '../../../src/transport/embedded-access.js';

describe('access to the embedded broker', () => {
  it.each(['127.0.0.1', '127.1.2.3', 'localhost', '::1'])('allows %s without credentials', (host) => {
    expect(() => checkExposure({ host })).not.toThrow();
  });

  it.each(['0.0.0.0', '::', '192.168.1.5', 'attic.local', '127.evil.example'])(
    'refuses to listen on %s without credentials',
    (host) => {
      let error: unknown;
      try {
        checkExposure({ host, username: '', password: undefined });
      } catch (thrown) {
        error = thrown;
      }
      expect(error).toBeInstanceOf(FatalError);
      expect(error).toMatchObject({ exitCode: EXIT.usage, message: expect.stringContaining(JSON.stringify(host)) });
      expect(() => checkExposure({ host, username: 'gateway', password: 'secret' })).not.toThrow();
    },
  );

  it('wants both halves of the credentials', () => {
    expect(() => checkExposure({ host: '127.0.0.1', username: 'gateway' })).toThrow(/belong together/);
    expect(() => checkExposure({ host: '127.0.0.1', password: 's3cr3t' })).toThrow(/belong together/);
  });

  it('accepts exactly the configured name and password', () => {
    const check = credentialCheck('gateway', 'pässword');
    expect(check('gateway', Buffer.from('pässword'))).toBe(true);
    expect(check('gateway', Buffer.from('password'))).toBe(false);
    expect(check('Gateway', Buffer.from('pässword'))).toBe(false);
    expect(check('gateway', undefined)).toBe(false);
    expect(check(undefined, undefined)).toBe(false);
  });

  it('accepts anybody when no credentials are configured', () => {
    const check = credentialCheck(undefined, undefined);
    expect(check(undefined, undefined)).toBe(true);
    expect(check('someone', Buffer.from('whatever'))).toBe(true);
  });
});
