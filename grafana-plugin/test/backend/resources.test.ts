import { startPlugin, type PluginHost } from './support/host';
import { pluginContext } from './support/requests';
import { asCollector, startStubCollector, type StubCollector } from './support/stubCollector';

interface Resource {
  readonly code: number;
  readonly headers: Readonly<Record<string, { values: string[] }>>;
  readonly body: Buffer;
}

describe('CallResource', () => {
  let plugin: PluginHost;
  let collector: StubCollector;

  beforeAll(async () => {
    [plugin, collector] = await Promise.all([startPlugin(), startStubCollector()]);
  });
  afterAll(async () => {
    await plugin.kill();
    await collector.stop();
  });
  beforeEach(() => {
    collector.heard.length = 0;
    collector.respond = asCollector;
  });

  async function call(
    method: string,
    path: string,
    body = '',
  ): Promise<{ code: number; json: unknown; allow?: string }> {
    const request = { pluginContext: pluginContext(collector), path, method, url: path, body: Buffer.from(body) };
    const stream = plugin.stream('Resource', 'CallResource', request);
    const parts: Resource[] = [];
    stream.on('data', (part: Resource) => parts.push(part));
    await new Promise((resolve, reject) => stream.once('end', resolve).once('error', reject));
    expect(parts).toHaveLength(1);
    const [{ code, headers, body: answer } = { code: 0, headers: {}, body: Buffer.alloc(0) }] = parts;
    expect(headers['Content-Type']?.values).toEqual(['application/json']);
    return { code, json: JSON.parse(String(answer)) as unknown, allow: headers['Allow']?.values[0] };
  }

  it.each([
    ['GET', 'catalog', '', '/api/catalog'],
    ['GET', '/health/', '', '/api/health'],
    ['POST', 'variables', '{"kind":"nodes"}', '/api/variables'],
  ])('%s %s asks the collector', async (method, path, body, asked) => {
    expect(await call(method, path, body)).toMatchObject({ code: 200 });
    expect(collector.heard).toMatchObject([
      { method, path: asked, body, headers: { authorization: 'Bearer the-token' } },
    ]);
  });

  it.each(['', 'mqtt/stop', '../api/mqtt/stop', 'catalog/..', 'constructor', '__proto__', 'api/query', 'catalog?x=1'])(
    'knows no "%s"',
    async (path) => {
      expect(await call('GET', path)).toMatchObject({ code: 404, json: { code: 'not_found' } });
      expect(collector.heard).toEqual([]);
    },
  );

  it('changes nothing, whatever the method', async () => {
    expect(await call('DELETE', 'catalog')).toMatchObject({ code: 405, allow: 'GET' });
    expect(await call('PUT', 'variables', '{}')).toMatchObject({ code: 405, allow: 'POST' });
    expect(collector.heard).toEqual([]);
  });

  it('takes no endless bodies', async () => {
    expect(await call('POST', 'variables', 'x'.repeat(300_000))).toMatchObject({ code: 413 });
  });

  it('passes on what the collector refuses, in words', async () => {
    collector.respond = (_heard, response) => {
      response.statusCode = 400;
      response.end(JSON.stringify({ code: 'bad_request', message: 'kind: nodes, gateways …' }));
    };
    expect(await call('POST', 'variables', '{}')).toMatchObject({
      code: 400,
      json: { message: 'kind: nodes, gateways …' },
    });
  });
});
