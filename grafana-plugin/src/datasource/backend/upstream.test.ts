import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { readSettings } from './settings';
import { createUpstream } from './upstream';

/** A collector behind TLS that asks for certificates and says who came. */
describe('a collector behind TLS', () => {
  let folder: string;
  let server: Server;
  const file = (name: string) => readFileSync(join(folder, name), 'utf8');

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'mo-tls-'));
    for (const [name, subject, alternative] of [
      ['server', 'collector.mesh', 'DNS:collector.mesh'],
      ['client', 'grafana', 'DNS:grafana'],
    ]) {
      execFileSync(
        'openssl',
        ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2']
          .concat(['-keyout', `${name}.key`, '-out', `${name}.crt`])
          .concat(['-subj', `/CN=${subject}`, '-addext', `subjectAltName=${alternative}`]),
        { cwd: folder, stdio: 'ignore' },
      );
    }
    const tls = { key: file('server.key'), cert: file('server.crt'), ca: file('client.crt') };
    server = createServer({ ...tls, requestCert: true, rejectUnauthorized: false }, (request, response) => {
      const socket = request.socket as TLSSocket;
      const { subject } = socket.getPeerCertificate();
      response.end(JSON.stringify({ client: subject?.CN ?? null, trusted: socket.authorized, path: request.url }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    rmSync(folder, { recursive: true });
  });

  async function ask(json: object, secrets: Record<string, string> = {}): Promise<unknown> {
    const upstream = createUpstream(
      readSettings({
        name: 'Mesh',
        url: `https://127.0.0.1:${(server.address() as AddressInfo).port}/mesh/`,
        basicAuthEnabled: false,
        basicAuthUser: '',
        jsonData: Buffer.from(JSON.stringify(json)),
        decryptedSecureJsonData: secrets,
        lastUpdatedMS: 1,
        uid: 'mesh',
      }),
    );
    try {
      return JSON.parse(String(await upstream.send({ method: 'GET', path: '/api/health' })));
    } finally {
      upstream.close();
    }
  }

  it('is refused when nobody vouches for it, in words that help', async () => {
    await expect(ask({})).rejects.toThrow(/certificate was not accepted \(DEPTH_ZERO_SELF_SIGNED_CERT\)/);
  });

  it('is trusted with its CA certificate and its name', async () => {
    const tls = { tlsAuthWithCACert: true, serverName: 'collector.mesh' };
    expect(await ask(tls, { tlsCACert: file('server.crt') })).toEqual({
      client: null,
      trusted: false,
      path: '/mesh/api/health',
    });
    await expect(ask({ ...tls, serverName: 'other.mesh' }, { tlsCACert: file('server.crt') })).rejects.toThrow(
      /ERR_TLS_CERT_ALTNAME_INVALID/,
    );
  });

  it('is taken as it is when verification is off', async () => {
    expect(await ask({ tlsSkipVerify: true })).toMatchObject({ path: '/mesh/api/health' });
  });

  it('gets to see the client certificate', async () => {
    const secrets = { tlsClientCert: file('client.crt'), tlsClientKey: file('client.key') };
    expect(await ask({ tlsSkipVerify: true, tlsAuth: true }, secrets)).toMatchObject({
      client: 'grafana',
      trusted: true,
    });
  });
});
