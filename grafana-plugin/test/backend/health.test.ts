import { startPlugin, type PluginHost } from './support/host';
import { pluginContext, type Saved } from './support/requests';
import { healthy, startStubCollector, type StubCollector } from './support/stubCollector';

interface Health {
  readonly status: string;
  readonly message: string;
  readonly jsonDetails: Buffer;
}

describe('Diagnostics', () => {
  let plugin: PluginHost;
  let collector: StubCollector;

  beforeAll(async () => {
    plugin = await startPlugin();
    collector = await startStubCollector();
  });
  afterAll(async () => {
    await plugin.kill();
    await collector.stop();
  });

  const check = (saved: Partial<Saved> = {}) =>
    plugin.call<Health>('Diagnostics', 'CheckHealth', {
      pluginContext: pluginContext({ url: collector.url, ...saved }),
    });
  const answering = (status: number, body: unknown) => {
    collector.respond = (_heard, response) => {
      response.statusCode = status;
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    };
  };

  it('finds a collector that is well', async () => {
    answering(200, healthy);
    const { status, message, jsonDetails } = await check();
    expect({ status, message }).toEqual({
      status: 'OK',
      message: 'Connected to Mesh Observatory 0.1.0: 1 of 1 broker connected, no packet yet, 3 nodes (2 online).',
    });
    expect(JSON.parse(String(jsonDetails))).toEqual({ status: 'success', pluginVersion: '0.1.0' });
  });

  it('passes on what the collector complains about', async () => {
    const brokers = [{ name: 'attic', state: 'refused', lastError: 'not authorised' }];
    answering(200, { ...healthy, status: 'degraded', brokers });
    const { status, message } = await check();
    expect(status).toBe('OK');
    expect(message).toContain('its broker attic is refused: not authorised.');
  });

  it.each([
    [
      401,
      { code: 'unauthorized', message: 'no' },
      'The collector refused the API token. Enter the value of its API_TOKEN setting.',
    ],
    [404, 'no such page', 'not a Mesh Observatory collector'],
    [302, '', 'not a Mesh Observatory collector'],
    [200, '<html>Router</html>', 'not a Mesh Observatory collector'],
    [200, { status: 'green' }, 'not a Mesh Observatory collector'],
    [502, 'bad gateway', 'Grafana cannot reach the collector'],
    [503, { code: 'starting', message: 'The collector is starting.' }, 'The collector is starting.'],
  ])('says what a %i means', async (status, body, words) => {
    answering(status, body);
    const health = await check();
    expect(health.status).toBe('ERROR');
    expect(health.message).toContain(words);
  });

  it('says when nobody answers, without a word about the token', async () => {
    const { status, message } = await check({ url: 'http://127.0.0.1:9', token: 'very-secret' });
    expect(status).toBe('ERROR');
    expect(message).toMatch(/^Grafana cannot reach the collector\..*\(ECONNREFUSED\)$/);
  });

  it('says when the collector takes longer than the data source allows', async () => {
    collector.respond = () => undefined;
    const { message } = await check({ jsonData: { timeout: 0.2 }, uid: 'slow' });
    expect(message).toBe('The collector did not answer within 0.2 s.');
  });

  it.each([
    [{ url: 'ftp://collector' }, 'starts with ftp://'],
    [{ url: 'collector' }, 'is not an address such as http://collector:8080'],
    [{ jsonData: { tlsAuthWithCACert: true }, uid: 'ca' }, 'lacks the CA certificate'],
    [
      { jsonData: { tlsAuth: true }, secrets: { tlsClientCert: 'x' }, uid: 'key' },
      'lacks the key of the client certificate',
    ],
  ])('names the setting that is wrong: %j', async (saved, words) => {
    const { status, message } = await check(saved);
    expect(status).toBe('ERROR');
    expect(message).toContain(words);
  });

  it('counts what it does, for Prometheus', async () => {
    const { metrics } = await plugin.call<{ metrics: { prometheus: Buffer } }>('Diagnostics', 'CollectMetrics', {});
    const text = String(metrics.prometheus);
    expect(text).toMatch(/^mesh_observatory_plugin_requests_total\{method="CheckHealth",result="ok"\} \d+$/m);
    expect(text).toMatch(/^mesh_observatory_plugin_info\{version="0\.1\.0"\} 1$/m);
    expect(text).toMatch(/^process_resident_memory_bytes \d+$/m);
  });

  it('never logs a secret', () => {
    expect(JSON.stringify(plugin.log())).not.toMatch(/the-token|very-secret/);
  });
});
