import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { startBroker } from '@mesh-observatory/test-kit/broker';
import { freePort } from '@mesh-observatory/test-kit/free-port';
import { temporaryFolder } from '@mesh-observatory/test-kit/temporary-folder';
import { read, repository } from './compose-file.js';
import { knock } from './knock.js';

const { path: scratch } = temporaryFolder('setup-');

const PATH = `${process.env.PATH}:/usr/sbin`;
const source = join(scratch, 'source');
const certificates = join(source, 'certificates');

function makeCertificates(...names: string[]): string {
  return execFileSync(join(repository, 'scripts/make-certificates.sh'), names, {
    encoding: 'utf8',
    env: { PATH, CERTIFICATES_FOLDER: certificates },
  });
}

/** The service "setup" of docker-compose.yml; who owns what needs root and other users, and is left out. */
function setUp(handout: string, environment: Record<string, string> = {}, ...words: string[]) {
  for (const service of ['observatory', 'prometheus', 'mosquitto', 'setup']) {
    mkdirSync(join(handout, service), { recursive: true });
  }
  return spawnSync('sh', [join(repository, 'provisioning/compose/setup.sh'), ...words], {
    encoding: 'utf8',
    env: { PATH, HANDOUT_FOLDER: handout, SOURCE_FOLDER: source, KEEP_OWNER: 'true', ...environment },
  });
}

const secret = (handout: string, name: string) => readFileSync(join(handout, name), 'utf8');

beforeAll(() => {
  cpSync(join(repository, 'provisioning/mosquitto'), join(source, 'mosquitto'), { recursive: true });
  mkdirSync(certificates, { recursive: true });
});

describe('provisioning/compose/setup.sh', () => {
  const handout = join(scratch, 'first');

  it('says what to do first when there is nothing to show yet', () => {
    const { status, stdout, stderr } = setUp(join(scratch, 'nothing'), {}, 'show');
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(/^There are no passwords yet.*first: docker compose up -d\n$/);
  });

  it('makes secrets that nobody else can read, and prints none of them', () => {
    const { status, stdout, stderr } = setUp(handout);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    for (const name of ['observatory/api-token', 'observatory/mqtt-password', 'setup/gateway-password']) {
      expect(secret(handout, name)).toMatch(/^[A-Za-z0-9]{24}$/);
      expect(statSync(join(handout, name)).mode & 0o077).toBe(0);
      expect(stdout).not.toContain(secret(handout, name));
    }
    expect(secret(handout, 'prometheus/mesh_api_token')).toBe(secret(handout, 'observatory/api-token'));
  });

  it('gives the broker hashed passwords only', () => {
    const passwords = secret(handout, 'mosquitto/passwords');
    expect(passwords).toMatch(/^collector:\$\d\$/m);
    expect(passwords).toMatch(/^gateway:\$\d\$/m);
    expect(passwords).not.toContain(secret(handout, 'setup/gateway-password'));
  });

  it('keeps what it made when it runs again, and takes over what is set later', () => {
    const before = secret(handout, 'setup/gateway-password');
    setUp(handout);
    expect(secret(handout, 'setup/gateway-password')).toBe(before);
    setUp(handout, { MQTT_GATEWAY_PASSWORD: 'my own', API_TOKEN: 'mine too' });
    expect(secret(handout, 'setup/gateway-password')).toBe('my own');
    expect(secret(handout, 'prometheus/mesh_api_token')).toBe('mine too');
  });

  it('shows what to type where, and that loopback is too narrow for gateways', () => {
    const { stdout } = setUp(handout, { MQTT_PORT: '1884' }, 'show');
    expect(stdout).toMatch(/Gateways[\s\S]*port 1884[\s\S]*user +gateway\n +password +my own\n/);
    expect(stdout).toContain(secret(handout, 'observatory/grafana-admin-password'));
    expect(stdout).toContain('set MQTT_BIND=0.0.0.0 in .env');
    expect(setUp(handout, { MQTT_BIND: '0.0.0.0' }, 'show').stdout).not.toContain('MQTT_BIND');
  });

  it('refuses what it does not know', () => {
    expect(setUp(handout, {}, 'shwo')).toMatchObject({ status: 64, stderr: expect.stringContaining("not 'shwo'") });
  });
});

describe('the broker it configures', () => {
  const handout = join(scratch, 'broker');
  const broker = join(handout, 'mosquitto');
  let plain: string;
  let encrypted: string;

  beforeAll(async () => {
    makeCertificates('localhost', '127.0.0.1', 'mqtt.example.org');
    setUp(handout);
    const [plainPort, encryptedPort] = [await freePort(), await freePort()];
    plain = `mqtt://127.0.0.1:${plainPort}`;
    encrypted = `mqtts://127.0.0.1:${encryptedPort}`;
    // The shipped file with its TLS lines taken in, and the places of this machine.
    const configuration = read('provisioning/mosquitto/mosquitto.conf')
      .replace(/^# (listener 8883|cafile|certfile|keyfile|require_certificate|use_identity_as_username)/gm, '$1')
      .replace(/^listener 1883$/m, `listener ${plainPort} 127.0.0.1`)
      .replace(/^listener 8883$/m, `listener ${encryptedPort} 127.0.0.1`)
      .replaceAll('/mosquitto/config/', `${broker}/`)
      .replaceAll('/mosquitto/data/', `${broker}/`);
    await startBroker({ port: plainPort, config: () => configuration.split('\n') });
  });

  it('knows the gateway and the collector by the passwords that were handed out, and nobody else', async () => {
    const gateway = { username: 'gateway', password: secret(handout, 'setup/gateway-password') };
    const collector = { username: 'collector', password: secret(handout, 'observatory/mqtt-password') };
    expect(await knock(plain, gateway)).toBe('welcome');
    expect(await knock(plain, collector)).toBe('welcome');
    expect(await knock(plain, { ...gateway, password: 'wrong' })).toMatch(/not authori[sz]ed/i);
    expect(await knock(plain, {})).toMatch(/not authori[sz]ed/i);
  });

  it('takes a client certificate of our authority for an account, and turns away who has none', async () => {
    const ca = readFileSync(join(certificates, 'ca.crt'));
    const [cert, key] = ['client.crt', 'client.key'].map((name) => readFileSync(join(handout, 'observatory', name)));
    expect(await knock(encrypted, { ca, cert: cert!, key: key! })).toBe('welcome');
    expect(await knock(encrypted, { ca })).toMatch(/certificate required|closed|ECONNRESET|alert/i);
    // And the client turns away a broker it cannot check.
    expect(await knock(encrypted, { cert: cert!, key: key! })).toMatch(/self-signed certificate/);
  });
});

describe('scripts/make-certificates.sh', () => {
  const openssl = (...args: string[]) => execFileSync('openssl', args, { encoding: 'utf8', cwd: certificates });

  it('makes certificates that its authority vouches for, with every name and address', () => {
    expect(openssl('verify', '-CAfile', 'ca.crt', '-purpose', 'sslserver', 'server.crt')).toContain('OK');
    expect(openssl('verify', '-CAfile', 'ca.crt', '-purpose', 'sslclient', 'client.crt')).toContain('OK');
    const names = openssl('x509', '-in', 'server.crt', '-noout', '-ext', 'subjectAltName');
    expect(names).toContain('DNS:localhost, IP Address:127.0.0.1, DNS:mqtt.example.org');
    expect(openssl('x509', '-in', 'client.crt', '-noout', '-subject')).toMatch(/CN ?= ?collector/);
  });

  it('keeps keys to itself and what exists as it is', () => {
    expect(statSync(join(certificates, 'server.key')).mode & 0o077).toBe(0);
    const before = readFileSync(join(certificates, 'server.crt'));
    expect(makeCertificates('other.example.org')).toContain('server.crt exists and is kept');
    expect(readFileSync(join(certificates, 'server.crt'))).toEqual(before);
    expect(existsSync(join(certificates, 'ca.key'))).toBe(true);
  });
});
