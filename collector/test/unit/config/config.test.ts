import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { loadConfig } from '../../../src/config/config.js';
import { renderConfigurationDocs } from '../../../src/config/docs.js';
import { variables } from '../../../src/config/variables.js';
import { FatalError } from '../../../src/errors.js';

const files = (content: Record<string, string>) => (path: string) => {
  const text = content[path];
  if (text === undefined) throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
  return text;
};
const noFiles = files({});

function mistakes(env: Record<string, string>, readFile = noFiles): readonly string[] {
  try {
    loadConfig(env, readFile);
  } catch (error) {
    if (error instanceof FatalError) {
      expect(error.exitCode).toBe(64);
      return error.details;
    }
    throw error;
  }
  return [];
}

describe('configuration', () => {
  it('shows a simulated mesh on loopback when nothing is configured', () => {
    const config = loadConfig({}, noFiles);
    expect(config.simulation).toEqual({ nodes: 60, speed: 1, seed: 1, historyHours: 6 });
    expect(config.embeddedBroker).toMatchObject({ host: '127.0.0.1', port: 1883 });
    expect(config.http).toMatchObject({ host: '127.0.0.1', port: 8080 });
    expect(config.database.path).toBe('data/simulation.db');
  });

  it('does not simulate once a broker is configured', () => {
    const config = loadConfig({ MQTT_BROKER: 'mqtt.example.org' }, noFiles);
    expect(config.simulation).toBeNull();
    expect(config.embeddedBroker).toBeNull();
    expect(config.brokers).toMatchObject([
      { name: 'default', url: 'mqtt://mqtt.example.org', topics: ['msh', 'msh/+'], protocolVersion: '5', qos: 1 },
    ]);
    expect(config.database.path).toBe('data/mesh.db');
  });

  it('serves real gateways with the embedded broker without simulating', () => {
    const config = loadConfig({ EMBEDDED_BROKER: 'true' }, noFiles);
    expect(config.simulation).toBeNull();
    expect(config.embeddedBroker).not.toBeNull();
  });

  it('reports all mistakes at once, one line each, without secrets', () => {
    const found = mistakes({
      MQTT_BROKER: 'mqtt://user:s3cr3t-canary@host',
      PORT: '99999',
      HOST: '0.0.0.0',
      GEO_NORTH: 'far',
      ENABLE_GEO_FILTER: 'true',
      API_TOKEN: 's3cr3t-canary',
      MQTT_PASWORD: 's3cr3t-canary',
      SIMULATE: 'nodes=2',
    });
    const all = found.join('\n');
    for (const name of [
      'MQTT_BROKER',
      'PORT',
      'HOST',
      'GEO_NORTH',
      'ENABLE_GEO_FILTER',
      'API_TOKEN',
      'MQTT_PASWORD',
      'SIMULATE',
    ]) {
      expect(all).toContain(name);
    }
    expect(all).toContain('did you mean MQTT_PASSWORD?');
    expect(all).toContain('must be a whole number from 0 to 65535');
    expect(found.every((line) => !line.includes('\n'))).toBe(true);
    expect(all.replaceAll(/^MQTT_BROKER is .*$/gm, '')).not.toContain('s3cr3t-canary');
  });

  it('never repeats credentials that were put into the broker URL', () => {
    expect(mistakes({ MQTT_BROKER: 'mqtt://user:s3cr3t-canary@host' }).join('\n')).not.toContain('s3cr3t-canary');
  });

  it('reads secrets from files and names a missing one', () => {
    const config = loadConfig(
      { API_TOKEN_FILE: '/run/secrets/token' },
      files({ '/run/secrets/token': '0123456789abcdef0123\n' }),
    );
    expect(config.http.apiToken).toBe('0123456789abcdef0123');
    expect(mistakes({ API_TOKEN_FILE: '/nowhere' })).toEqual(['API_TOKEN_FILE is "/nowhere": the file does not exist']);
    expect(mistakes({ API_TOKEN: '0123456789abcdef', API_TOKEN_FILE: '/x' })[0]).toContain('both set');
  });

  it('refuses to listen beyond loopback without a token unless told to', () => {
    expect(mistakes({ HOST: '0.0.0.0' })[0]).toContain('API_TOKEN');
    expect(mistakes({ HOST: '0.0.0.0', HTTP_ALLOW_ANONYMOUS: 'true' })).toEqual([]);
    expect(mistakes({ HOST: '0.0.0.0', API_TOKEN: '0123456789abcdef' })).toEqual([]);
  });

  it('refuses an open embedded broker beyond loopback', () => {
    expect(mistakes({ EMBEDDED_BROKER: '1', EMBEDDED_BROKER_HOST: '0.0.0.0' })[0]).toContain(
      'EMBEDDED_BROKER_USERNAME',
    );
  });

  it('never mixes a simulation with real traffic', () => {
    expect(mistakes({ MQTT_BROKER: 'host', SIMULATE: 'true' })[0]).toContain('never mixed');
    expect(mistakes({ SIMULATE: 'false' })[0]).toContain('no source of traffic');
  });

  it('treats an empty value as not set', () => {
    expect(loadConfig({ PORT: '', MQTT_BROKER: ' ' }, noFiles).http.port).toBe(8080);
  });

  it('leaves variables of Node itself alone', () => {
    expect(
      mistakes({ NODE_ENV: 'production', NODE_OPTIONS: '--max-old-space-size=256', NODE_EXTRA_CA_CERTS: '/x' }),
    ).toEqual([]);
  });

  it('reads several brokers, channels and settings from YAML, and lets the environment win', () => {
    const yaml = `
brokers:
  - { name: city, url: 'mqtts://mqtt.example.org:8883', username: me, passwordFile: /pw, topics: [msh/EU_868], kinds: [e], tls: { caFile: /ca } }
  - { name: club, url: 'ws://192.0.2.7:9001', protocolVersion: '3.1.1' }
channels:
  - { name: Hikers, key: AQ== }
  - { name: 'Rescue, north', keyFile: /key }
settings: { PORT: 9000, DATA_RETENTION_DAYS: 7 }
`;
    const config = loadConfig(
      { CONFIG_FILE: '/c.yaml', PORT: '9001' },
      files({ '/c.yaml': yaml, '/pw': 'secret\n', '/ca': 'PEM', '/key': 'AQIDBAUGBwgJCgsMDQ4PEA==\n' }),
    );
    expect(config.brokers).toMatchObject([
      { name: 'city', password: 'secret', kinds: ['e'], tls: { enabled: true, ca: 'PEM' } },
      { name: 'club', protocolVersion: '3.1.1', tls: { enabled: false } },
    ]);
    expect(config.channelKeys).toEqual([
      { name: 'Hikers', key: 'AQ==' },
      { name: 'Rescue, north', key: 'AQIDBAUGBwgJCgsMDQ4PEA==' },
    ]);
    expect(config.http.port).toBe(9001);
    expect(config.database.retentionDays).toBe(7);
  });

  it('names the place of a mistake in the YAML file', () => {
    const read = files({ '/c.yaml': 'brokers:\n  - { name: a, url: "http://x", color: red }\n', '/bad.yaml': 'a: [' });
    const found = mistakes({ CONFIG_FILE: '/c.yaml' }, read).join('\n');
    expect(found).toContain('brokers.0');
    expect(found).toContain('color');
    expect(mistakes({ CONFIG_FILE: '/bad.yaml' }, read)[0]).toContain('not valid YAML');
    expect(mistakes({ CONFIG_FILE: '/none.yaml' }, read)[0]).toContain('does not exist');
  });

  it('splits channel keys at the last colon', () => {
    expect(loadConfig({ CHANNEL_KEYS: 'Ops: night:AQ==,LongFast:Ag==' }, noFiles).channelKeys).toEqual([
      { name: 'Ops: night', key: 'AQ==' },
      { name: 'LongFast', key: 'Ag==' },
    ]);
  });

  it('reads a former name with a warning that names the new one', () => {
    const config = loadConfig({ DB_SYNCHRONOUS: 'normal', MQTT_QUEUE_SIZE: '500' }, noFiles);
    expect(config.database.synchronous).toBe('normal');
    expect(config.ingest.queueSize).toBe(500);
    expect(config.warnings).toEqual([
      'DB_SYNCHRONOUS is now called DATABASE_SYNCHRONOUS; the former name will stop working in a later release',
      'MQTT_QUEUE_SIZE is now called INGEST_QUEUE_SIZE; the former name will stop working in a later release',
    ]);
    expect(loadConfig({ DATABASE_SYNCHRONOUS: 'normal', DB_SYNCHRONOUS: '' }, noFiles).warnings).toEqual([]);
  });

  it('refuses a setting under both of its names', () => {
    expect(mistakes({ DATABASE_SYNCHRONOUS: 'full', DB_SYNCHRONOUS: 'normal' })).toEqual([
      'DATABASE_SYNCHRONOUS and DB_SYNCHRONOUS, its former name, are both set: keep DATABASE_SYNCHRONOUS',
    ]);
  });

  it('reads the settings of the YAML file in any case, former names included', () => {
    const read = files({
      '/c.yaml': 'settings:\n  data_retention_days: 7\n  Db_Synchronous: normal\n',
      '/twice.yaml': 'settings:\n  batch_size: 7\n  BATCH_SIZE: 8\n',
    });
    const config = loadConfig({ CONFIG_FILE: '/c.yaml' }, read);
    expect(config.database).toMatchObject({ retentionDays: 7, synchronous: 'normal' });
    expect(config.warnings).toHaveLength(1);
    expect(mistakes({ CONFIG_FILE: '/twice.yaml' }, read)).toEqual(['CONFIG_FILE: BATCH_SIZE is set twice: keep one']);
  });

  it('lets the environment win over the file, whichever name each of them uses', () => {
    const read = files({ '/c.yaml': 'settings:\n  DATABASE_SYNCHRONOUS: full\n' });
    const config = loadConfig({ CONFIG_FILE: '/c.yaml', DB_SYNCHRONOUS: 'normal' }, read);
    expect(config.database.synchronous).toBe('normal');
  });

  it('ignores the DATABASE_URL of hosting platforms and suggests the right name for a misspelled one', () => {
    expect(mistakes({ DATABASE_URL: 'postgres://db' })).toEqual([]);
    expect(mistakes({ DATABASE_SYNCRONOUS: 'full' })).toEqual([
      'DATABASE_SYNCRONOUS is not a setting; did you mean DATABASE_SYNCHRONOUS?',
    ]);
  });

  it('has defaults that are valid', () => {
    for (const [name, { schema, default: fallback }] of Object.entries(variables)) {
      if (fallback !== undefined) expect([name, schema.safeParse(fallback).success]).toEqual([name, true]);
    }
  });

  it.each([
    [{ NODE_ALLOW: '!a1b2c3d4,!00000001', NODE_DENY: '!A1B2C3D4' }, 'NODE_ALLOW and NODE_DENY both hold !a1b2c3d4'],
    [{ NODE_ALLOW: ',' }, 'must name at least one'],
    [{ NODE_DENY: '!ffffffff' }, 'which no node has'],
    [{ NODE_ALLOW: 'a1b2c3d4' }, 'node ids such as !a1b2c3d4'],
    [{ MQTT_CHANNELS: ' , ' }, 'must name at least one'],
    [{ EMBEDDED_BROKER: 'true', PORT: '1883' }, 'PORT and EMBEDDED_BROKER_PORT are both 1883'],
    [{ MQTT_BROKER: 'host', MQTT_PASSWORD: 'x' }, 'no user name'],
    [{ MQTT_BROKER: 'host', MQTT_TLS_INSECURE: 'true' }, 'is not encrypted'],
    [{ MQTT_BROKER: 'host', MQTT_PRESENCE_TOPIC: 'a/#' }, 'MQTT_PRESENCE_TOPIC'],
    [{ MQTT_BROKER: 'mqtt://host/msh/US' }, '"/msh/US", which MQTT does not use'],
    [{ DATABASE_MAX_MB: '5' }, 'at least 10'],
    [
      { ENABLE_GEO_FILTER: 'true', GEO_NORTH: '1', GEO_SOUTH: '1', GEO_EAST: '2', GEO_WEST: '1' },
      'must be less than GEO_NORTH',
    ],
    [
      { ENABLE_GEO_FILTER: 'true', GEO_NORTH: '2', GEO_SOUTH: '1', GEO_EAST: '1', GEO_WEST: '1' },
      'the box has no width',
    ],
  ])('refuses %j, which would match or protect nothing', (env: Record<string, string>, message) => {
    const found = mistakes(env);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(message);
  });

  it.each([
    [{ GEO_NORTH: '2', GEO_SOUTH: '1' }, 'GEO_NORTH, GEO_SOUTH have no effect: ENABLE_GEO_FILTER is not true'],
    [{ MQTT_TOPIC: 'msh/US' }, 'MQTT_TOPIC has no effect: MQTT_BROKER is not set'],
    [{ API_TOKEN: '0123456789abcdef', HTTP_ALLOW_ANONYMOUS: '1' }, 'HTTP_ALLOW_ANONYMOUS has no effect'],
    [{ DATABASE_BACKUP_INTERVAL_HOURS: '1' }, 'DATABASE_BACKUP_ENABLED is not true'],
    [{ BATCH_SIZE: '500', INGEST_QUEUE_SIZE: '100' }, 'BATCH_SIZE has no effect'],
    [{ DATA_RETENTION_DAYS: '400' }, 'ROLLUP_RETENTION_DAYS is 365, shorter than DATA_RETENTION_DAYS (400)'],
  ])('warns of %j, which has no effect', (env: Record<string, string>, message) => {
    const { warnings } = loadConfig(env, noFiles);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain(message);
  });

  it('keeps no encrypted messages where no text is stored, and says so when they are asked for', () => {
    const read = (env: Record<string, string>) => loadConfig({ MQTT_BROKER: 'host', ...env }, noFiles);
    expect(read({}).database.undecryptedMaxBytes).toBe(100_000_000);
    expect(read({ UNDECRYPTED_MAX_MB: '0' }).database.undecryptedMaxBytes).toBe(0);
    const none = read({ STORE_TEXT: 'none', UNDECRYPTED_MAX_MB: '5' });
    expect(none.database.undecryptedMaxBytes).toBe(0);
    expect(none.warnings).toEqual([expect.stringContaining('UNDECRYPTED_MAX_MB has no effect')]);
  });

  it('documents every variable in the committed page', () => {
    const page = readFileSync(new URL('../../../../docs/configuration.md', import.meta.url), 'utf8');
    expect(page).toBe(renderConfigurationDocs());
  });
});
