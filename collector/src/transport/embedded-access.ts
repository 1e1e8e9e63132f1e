import { createHash, timingSafeEqual } from 'node:crypto';
import { isIP } from 'node:net';
import { EXIT, FatalError } from '../errors.js';

/** Who may reach the embedded broker, and with what. */
export interface EmbeddedAccess {
  readonly host: string;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

/** Throws FatalError when others could publish without a password, or half of the credentials is missing. */
export function checkExposure({ host, username, password }: EmbeddedAccess): void {
  const fail = (message: string) => {
    throw new FatalError('embedded_broker', message, EXIT.usage);
  };
  const given = [username, password].filter((value) => value !== undefined && value !== '').length;
  if (given === 1) fail('EMBEDDED_BROKER_USERNAME and EMBEDDED_BROKER_PASSWORD belong together: set both or neither');
  if (given === 0 && !isLoopback(host)) {
    fail(
      `EMBEDDED_BROKER_HOST is ${JSON.stringify(host)}, which others can reach: set EMBEDDED_BROKER_USERNAME and ` +
        'EMBEDDED_BROKER_PASSWORD, or listen on 127.0.0.1',
    );
  }
}

/** Compares in constant time: digests have one length, and both parts are always compared. */
export function credentialCheck(username: string | undefined, password: string | undefined) {
  const digest = (text: string | Uint8Array) => createHash('sha256').update(text).digest();
  const wanted = [digest(username ?? ''), digest(password ?? '')] as const;
  const open = (username ?? '') === '';
  return (givenName: string | undefined, givenPassword: Uint8Array | undefined): boolean => {
    const sameName = timingSafeEqual(digest(givenName ?? ''), wanted[0]);
    const samePassword = timingSafeEqual(digest(givenPassword ?? ''), wanted[1]);
    return open || (sameName && samePassword);
  };
}
