import { afterEach, describe, expect, it } from '@jest/globals';
import { EXIT } from '../../src/errors.js';
import { createHttpServer, type HttpServer } from '../../src/outputs/http/http-server.js';
import { createFakeReadStore, exampleParts, type HttpOverrides } from '../helpers/http-parts.js';
import { openRawHttp } from '../helpers/http-socket.js';
import { until } from '@mesh-observatory/test-kit/until';

const running: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((http) => http.stop()));
});

function create(overrides: HttpOverrides = {}): HttpServer {
  const http = createHttpServer(exampleParts(overrides));
  running.push(http);
  return http;
}

describe('starting', () => {
  it('says where it listens', async () => {
    const { host, port } = await create().start();
    expect(host).toBe('127.0.0.1');
    expect((await fetch(`http://${host}:${port}/healthz`)).status).toBe(200);
  });

  it('fails with PORT in the message when the port is taken', async () => {
    const { port } = await create().start();
    await expect(create({ config: { port } }).start()).rejects.toMatchObject({
      name: 'FatalError',
      code: 'port_in_use',
      exitCode: EXIT.unavailable,
      message: expect.stringMatching(
        new RegExp(`^PORT is ${port}: another program listens on 127\\.0\\.0\\.1:${port}`),
      ),
    });
  });

  it.each(['192.0.2.1', 'no-such-host.invalid'])('fails with HOST in the message for %s', async (host) => {
    await expect(create({ config: { host } }).start()).rejects.toMatchObject({
      name: 'FatalError',
      code: 'bad_host',
      exitCode: EXIT.usage,
      message: expect.stringContaining(`HOST is "${host}"`),
    });
  });
});

describe('stopping', () => {
  it('lets a request under way end and takes no new one', async () => {
    let finish: (() => void) | undefined;
    const read = createFakeReadStore({}, { catalog: () => new Promise((resolve) => (finish = () => resolve([]))) });
    const http = create({ read });
    const { port } = await http.start();
    let answered = false;
    const answer = fetch(`http://127.0.0.1:${port}/api/catalog`).then(
      (response) => ((answered = true), response.status),
    );
    await until(() => finish !== undefined);
    const stopped = http.stop();
    await expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow();
    expect(answered).toBe(false);
    finish!();
    expect(await answer).toBe(200);
    await stopped;
  });

  it('ends after its time-out although requests hang, sockets idle and one was upgraded', async () => {
    const read = createFakeReadStore({}, { catalog: () => new Promise(() => undefined) });
    const http = create({ read, limits: { stopTimeoutMs: 200 } });
    http.server.on('upgrade', (_request, socket) =>
      socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n'),
    );
    const { port } = await http.start();
    const idle = openRawHttp(port, 'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n');
    const upgraded = openRawHttp(port, 'GET /api/ws HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n');
    const hanging = openRawHttp(port, 'GET /api/catalog HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await Promise.all([idle, upgraded].map(({ socket }) => new Promise((resolve) => socket.once('data', resolve))));
    await http.stop();
    await Promise.all([idle.closed, upgraded.closed, hanging.closed]);
  });

  it('may be asked for twice, and before the start', async () => {
    const http = create();
    await http.start();
    await Promise.all([http.stop(), http.stop()]);
    await create().stop();
  });
});
