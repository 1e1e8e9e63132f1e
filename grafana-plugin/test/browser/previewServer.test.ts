import { createServer, request, type IncomingHttpHeaders, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { WebSocket, WebSocketServer } from 'ws';
import { startPreview } from '../../preview/server/preview-server.mjs';
import { environment } from './support/environment';

const PROXY = '/api/datasources/proxy/uid/mesh-observatory';
const TOKEN = 'the-token';

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

describe('The server of the preview', () => {
  let collector: Server;
  let collectorUrl: string;
  let status: number;
  let received: IncomingMessage[];
  let stops: Array<() => Promise<void>>;

  beforeEach(async () => {
    [received, stops, status] = [[], [], 200];
    collector = createServer((incoming, response) => {
      received.push(incoming);
      response
        .writeHead(status, { 'content-type': 'application/json', 'set-cookie': 'session=1' })
        .end('{"from":"collector"}');
    });
    await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
    collectorUrl = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
  });
  afterEach(async () => {
    await Promise.all(stops.map((stop) => stop()));
    collector.closeAllConnections();
    await new Promise((resolve) => collector.close(resolve));
  });

  async function start(apiToken?: string, role?: 'Viewer' | 'Editor' | 'Admin'): Promise<string> {
    const preview = await startPreview({
      collectorUrl,
      hostDirectory: environment.hostDirectory(),
      pluginDirectory: environment.pluginDirectory(),
      port: 0,
      ...(apiToken === undefined ? {} : { apiToken }),
      ...(role === undefined ? {} : { role }),
    });
    stops.push(preview.stop);
    return preview.url;
  }

  function ask(
    url: string,
    { method = 'GET', headers = {}, body }: { method?: string; headers?: Record<string, string>; body?: string } = {},
  ) {
    return new Promise<Answer>((resolve, reject) => {
      const asked = request(url, { method, headers }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
      });
      asked.on('error', reject).end(body);
    });
  }

  it('adds the token, and takes Origin, Referer, cookies and foreign credentials away', async () => {
    const url = await start(TOKEN);
    const { host } = new URL(url);
    const sent = {
      origin: `http://${host}`,
      referer: `${url}/d/mesh-overview`,
      cookie: 'grafana_session=1',
      authorization: 'Basic abc',
      accept: 'text/x-test',
    };
    const answer = await ask(`${url}${PROXY}/api/nodes?limit=3`, { headers: sent });
    expect(answer).toMatchObject({ status: 200, body: '{"from":"collector"}' });
    expect(answer.headers['set-cookie']).toBeUndefined();
    expect(received[0]?.url).toBe('/api/nodes?limit=3');
    const { authorization, accept, origin, referer, cookie } = received[0]?.headers ?? {};
    expect({ authorization, accept, origin, referer, cookie }).toEqual({
      authorization: `Bearer ${TOKEN}`,
      accept: 'text/x-test',
    });
  });

  it('sends what Grafana sends when there is no token', async () => {
    await ask(`${await start()}${PROXY}/api/health`);
    expect(received[0]?.headers.authorization).toBe('Bearer <no value>');
  });

  it('turns 401 of the collector into the 400 that Grafana answers', async () => {
    status = 401;
    const answer = await ask(`${await start()}${PROXY}/api/health`);
    expect(answer).toMatchObject({ status: 400, body: 'Authentication to data source failed' });
  });

  it('answers 502 when the collector is not there, and 404 for a data source that does not exist', async () => {
    const url = await start();
    await ask(`${url}/api/datasources/uid/mesh-observatory`, { method: 'PUT', body: '{"url":"http://127.0.0.1:9"}' });
    expect((await ask(`${url}${PROXY}/api/health`)).status).toBe(502);
    expect((await ask(`${url}${PROXY.replace('mesh-observatory', 'another')}/api/health`)).status).toBe(404);
  });

  it('keeps secrets to itself', async () => {
    const url = await start(TOKEN);
    const addresses = ['/', '/api/datasources/uid/mesh-observatory', '/api/frontend/settings'];
    const bodies = await Promise.all(addresses.map(async (path) => (await ask(`${url}${path}`)).body));
    expect(bodies.filter((body) => body.includes(TOKEN))).toEqual([]);
    expect(JSON.parse(bodies[1]!)).toMatchObject({ secureJsonFields: { apiToken: true } });
  });

  it.each([
    ['POST', 'api/mqtt/stop'],
    ['POST', 'api/mqtt/start'],
    ['POST', 'api/query/../mqtt/stop'],
    ['DELETE', 'api/nodes'],
  ])('lets only administrators %s %s', async (method, path) => {
    for (const role of ['Viewer', 'Editor'] as const) {
      const answer = await askRaw(`${await start(TOKEN, role)}`, method, `${PROXY}/${path}`);
      expect(answer).toBe(403);
    }
    expect(received).toEqual([]);
    expect(await askRaw(await start(TOKEN, 'Admin'), method, `${PROXY}/${path}`)).toBe(200);
    expect(received[0]?.headers.authorization).toBe(`Bearer ${TOKEN}`);
  });

  it.each([
    ['POST', 'api/query'],
    ['POST', 'api/variables'],
    ['GET', 'api/nodes'],
    ['GET', 'api/mqtt/status'],
  ])('lets viewers %s %s', async (method, path) => {
    const answer = await ask(`${await start(TOKEN, 'Viewer')}${PROXY}/${path}`, { method });
    expect(answer.status).toBe(200);
    expect(received[0]?.headers.authorization).toBe(`Bearer ${TOKEN}`);
  });

  /** Sends the path as it is: what makes addresses would tidy it up. */
  function askRaw(url: string, method: string, path: string): Promise<number> {
    const { hostname, port } = new URL(url);
    return new Promise((resolve, reject) => {
      request({ hostname, port, method, path }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      })
        .on('error', reject)
        .end();
    });
  }

  it('passes a WebSocket through, with the token', async () => {
    const sockets = new WebSocketServer({ server: collector });
    const asked: IncomingMessage[] = [];
    sockets.on('connection', (socket, incoming) => {
      asked.push(incoming);
      socket.on('message', (text) => socket.send(`heard ${String(text)}`));
    });
    const url = await start(TOKEN);
    const socket = new WebSocket(`${url.replace('http', 'ws')}${PROXY}/api/ws`, { origin: url });
    const heard = await new Promise((resolve, reject) => {
      socket.on('open', () => socket.send('hello'));
      socket.on('message', (text) => resolve(String(text)));
      socket.on('error', reject);
    });
    socket.terminate();
    expect(heard).toBe('heard hello');
    const { authorization, origin } = asked[0]?.headers ?? {};
    expect({ authorization, origin }).toEqual({ authorization: `Bearer ${TOKEN}` });
  });

  it.each([
    ['under a name that was made to lead here', { host: 'attacker.example' }],
    ['for a page of another web site', { origin: 'https://attacker.example' }],
  ])('does nothing %s', async (_case, headers) => {
    const url = await start(TOKEN);
    expect((await ask(`${url}${PROXY}/api/nodes`, { headers })).status).toBe(403);
    expect((await ask(`${url}/api/datasources`, { headers })).status).toBe(403);
    expect(received).toEqual([]);
    const socket = new WebSocket(`${url.replace('http', 'ws')}${PROXY}/api/ws`, { headers });
    const refused = await new Promise((resolve) => socket.on('error', (error) => resolve(error.message)));
    expect(refused).toContain('403');
  });

  it('serves nothing from outside of its folders', async () => {
    const url = await start();
    for (const path of [
      '/public/preview/../package.json',
      '/public/preview/..%2fpackage.json',
      '/public/plugins/meshobservatory-meshtastic-app/..%2f..%2fpackage.json',
    ]) {
      expect((await ask(`${url}${path}`)).body).not.toContain('"scripts"');
    }
  });

  it('says that it does not know parts of Grafana that it does not emulate', async () => {
    const answer = await ask(`${await start()}/api/alerts`);
    expect(answer.status).toBe(404);
    expect(JSON.parse(answer.body)).toMatchObject({ message: expect.stringContaining('emulates only a part') });
  });
});
