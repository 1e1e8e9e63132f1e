/**
 * A certificate authority with server and client certificates, made with the openssl program in a temporary directory.
 *
 *     const pki = createCertificates();
 *     pki.ca.cert; pki.server.certPath; pki.client.key; pki.dispose();
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from './temporary-folder.js';

export interface Certificate {
  /** PEM text. */
  readonly cert: string;
  readonly key: string;
  readonly certPath: string;
  readonly keyPath: string;
}

export interface Certificates {
  readonly dir: string;
  readonly ca: Certificate;
  /** For `localhost` and 127.0.0.1. */
  readonly server: Certificate;
  /** Ended in 2020. */
  readonly expiredServer: Certificate;
  /** Common name `test-client`, for mutual TLS. */
  readonly client: Certificate;
  dispose(): void;
}

export function createCertificates(): Certificates {
  const { path: dir, remove } = temporaryFolder('certificates-');
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: dir, stdio: ['ignore', 'pipe', 'pipe'] });
  const read = (name: string): Certificate => {
    const certPath = join(dir, `${name}.crt`);
    const keyPath = join(dir, `${name}.key`);
    return { certPath, keyPath, cert: readFileSync(certPath, 'utf8'), key: readFileSync(keyPath, 'utf8') };
  };
  const newKey = (name: string) =>
    openssl('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', `${name}.key`);

  newKey('ca');
  openssl('req', '-x509', '-new', '-key', 'ca.key', '-subj', '/CN=Test CA', '-days', '2', '-out', 'ca.crt');

  // `openssl ca` is the one command of every openssl version that can date a certificate back.
  writeFileSync(join(dir, 'index.txt'), '');
  writeFileSync(
    join(dir, 'ca.cnf'),
    [
      '[ca]',
      'default_ca = test',
      '[test]',
      'database = index.txt',
      'new_certs_dir = .',
      'rand_serial = yes',
      'default_md = sha256',
      'policy = any',
      'unique_subject = no',
      '[any]',
      'commonName = supplied',
      '[server]',
      'subjectAltName = DNS:localhost, IP:127.0.0.1',
      'extendedKeyUsage = serverAuth',
      '[client]',
      'extendedKeyUsage = clientAuth',
      '',
    ].join('\n'),
  );
  const issue = (name: string, commonName: string, kind: 'server' | 'client', from: string, to: string) => {
    newKey(name);
    openssl('req', '-new', '-key', `${name}.key`, '-subj', `/CN=${commonName}`, '-out', `${name}.csr`);
    openssl(
      ...['ca', '-batch', '-notext', '-config', 'ca.cnf', '-extensions', kind, '-cert', 'ca.crt', '-keyfile', 'ca.key'],
      ...['-startdate', from, '-enddate', to, '-in', `${name}.csr`, '-out', `${name}.crt`],
    );
    return read(name);
  };
  const stamp = (date: Date) => date.toISOString().replace(/[-:T]/g, '').slice(2, 14) + 'Z';
  const yesterday = stamp(new Date(Date.now() - 86_400_000));
  const tomorrow = stamp(new Date(Date.now() + 86_400_000));
  return {
    dir,
    ca: read('ca'),
    server: issue('server', 'localhost', 'server', yesterday, tomorrow),
    expiredServer: issue('expired', 'localhost', 'server', '190101000000Z', '200101000000Z'),
    client: issue('client', 'test-client', 'client', yesterday, tomorrow),
    dispose: remove,
  };
}
