import { EXIT, FatalError } from '../errors.js';
import { isLoopback } from '../loopback.js';
import { createSecretCheck } from '../secret-check.js';

/** Address and credentials of the embedded broker. */
export interface EmbeddedAccess {
  readonly host: string;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
}

/** @throws FatalError when others could publish without a password, or half of the credentials is missing. */
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

/** Checks what a client presents; without a configured user name everyone may connect. Both parts are always compared. */
export function credentialCheck(username = '', password = '') {
  const isUsername = createSecretCheck(username);
  const isPassword = createSecretCheck(password);
  return (givenName: string | undefined, givenPassword: Uint8Array | undefined): boolean => {
    const sameName = isUsername(givenName);
    const samePassword = isPassword(givenPassword);
    return username === '' || (sameName && samePassword);
  };
}
