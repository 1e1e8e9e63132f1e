/** One table of who gets in, held against the HTTP API and the live stream. */
import { afterEach, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { createHttpServer } from '../../src/outputs/http/http-server.js';
import { createLiveServer } from '../../src/outputs/live/live-server.js';
import { exampleParts, NOW } from '../helpers/http-parts.js';
import { openRawHttp } from '../helpers/http-socket.js';
import { noViews } from '../helpers/live-client.js';
import { createMemoryHotState } from '../helpers/memory-hot-state.js';

const TOKEN = 's3cr3t-canary-0123456789';
const GRAFANA = 'https://grafana.example';
const right = { Authorization: `Bearer ${TOKEN}` };

interface Rules {
  readonly apiToken?: string;
  readonly allowAnonymous?: boolean;
}

let stop: (() => Promise<void>) | undefined;
afterEach(() => stop?.());

async function start({ apiToken, allowAnonymous = false }: Rules): Promise<number> {
  const access = { apiToken, allowAnonymous, corsOrigins: [GRAFANA] };
  const http = createHttpServer(exampleParts({ config: access }));
  const live = createLiveServer({
    ...access,
    hot: createMemoryHotState(),
    views: noViews,
    version: '0.0.0-test',
    simulated: false,
    maxClients: 10,
    recordSession: () => undefined,
    logger: pino({ level: 'silent' }),
    now: () => NOW,
  });
  live.attach(http.server);
  const { port } = await http.start();
  stop = async () => {
    await live.stop();
    await http.stop();
  };
  return port;
}

const upgrade = {
  Connection: 'Upgrade',
  Upgrade: 'websocket',
  'Sec-WebSocket-Version': '13',
  'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
};

/** Status and code of the answer to a request with exactly these headers. */
async function ask(port: number, request: string, headers: Record<string, string>): Promise<string> {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const { socket } = openRawHttp(port, `${request} HTTP/1.1\r\n${lines.join('')}\r\n`);
  const answer = await new Promise<string>((resolve) => socket.once('data', (chunk) => resolve(chunk.toString())));
  socket.destroy();
  const status = /^HTTP\/1\.1 (\d+)/.exec(answer)?.[1] ?? '';
  return status === '200' || status === '101' ? 'ok' : `${status} ${/"code":"(\w+)"/.exec(answer)?.[1] ?? ''}`;
}

const withToken: Rules = { apiToken: TOKEN };
const withoutToken: Rules = {};
const anonymous: Rules = { allowAnonymous: true };
const foreign = '403 origin_not_allowed';
const local = '403 local_only';

type Case = [what: string, rules: Rules, headers: Record<string, string>, read: string, control?: string];

/** Host is `localhost` unless the case says otherwise. */
const cases: Case[] = [
  ['token: the right one', withToken, right, 'ok'],
  ['token: the right one, any host', withToken, { ...right, Host: 'mesh.example' }, 'ok'],
  ['token: none', withToken, {}, '401 unauthorized'],
  ['token: a wrong one', withToken, { Authorization: 'Bearer nope' }, '401 unauthorized'],
  ['token: other case of the scheme', withToken, { Authorization: `bearer ${TOKEN}` }, '401 unauthorized'],
  ['token: configured origin', withToken, { ...right, Origin: GRAFANA }, 'ok'],
  ['token: configured origin in other case', withToken, { ...right, Origin: 'HTTPS://Grafana.example' }, 'ok'],
  ['token: own page', withToken, { ...right, Host: 'mesh.example', Origin: 'https://mesh.example' }, 'ok'],
  ['token: foreign origin', withToken, { ...right, Origin: 'https://evil.example' }, foreign],
  ['token: foreign origin, no token', withToken, { Origin: 'https://evil.example' }, foreign],
  ['token: origin with a suffix', withToken, { ...right, Origin: `${GRAFANA}.evil.example` }, foreign],
  ['token: origin as user name', withToken, { ...right, Origin: `${GRAFANA}@evil.example` }, foreign],
  ['token: origin with a path', withToken, { ...right, Origin: `${GRAFANA}/evil` }, foreign],
  ['token: another port', withToken, { ...right, Origin: `${GRAFANA}:8443` }, foreign],
  ['token: another scheme', withToken, { ...right, Origin: 'http://grafana.example' }, foreign],
  ['token: two origins', withToken, { ...right, Origin: `${GRAFANA}, https://evil.example` }, foreign],
  ['token: origin null', withToken, { ...right, Origin: 'null' }, foreign],
  ['no token: a program', withoutToken, {}, 'ok'],
  ['no token: IPv6 loopback', withoutToken, { Host: '[::1]:8080' }, 'ok'],
  ['no token: own page', withoutToken, { Host: '127.0.0.1:8080', Origin: 'http://127.0.0.1:8080' }, 'ok'],
  ['no token: configured origin', withoutToken, { Origin: GRAFANA }, 'ok'],
  ['no token: foreign origin', withoutToken, { Origin: 'https://evil.example' }, foreign],
  ['no token: another port of this machine', withoutToken, { Origin: 'http://localhost:1' }, foreign],
  ['no token: rebound name', withoutToken, { Host: 'rebound.example' }, local],
  ['no token: page of a rebound name', withoutToken, { Host: 'r.example', Origin: 'http://r.example' }, foreign],
  ['no token: page of an IP', withoutToken, { Host: '192.168.1.5', Origin: 'http://192.168.1.5' }, foreign],
  ['anonymous: any host', anonymous, { Host: 'mesh.example' }, 'ok', local],
  ['anonymous: own page', anonymous, { Host: 'mesh.example', Origin: 'http://mesh.example' }, 'ok', foreign],
  ['anonymous: foreign origin', anonymous, { Origin: 'https://evil.example' }, foreign],
];

describe('HTTP API and live stream', () => {
  it.each(cases)('let in the same clients: %s', async (_what, rules, headers, read, control = read) => {
    const port = await start(rules);
    const sent = { Host: 'localhost', ...headers };
    expect({
      read: await ask(port, 'GET /api/nodes', sent),
      live: await ask(port, 'GET /api/ws', { ...sent, ...upgrade }),
      control: await ask(port, 'POST /api/mqtt/stop', { ...sent, 'Content-Length': '0' }),
    }).toEqual({ read, live: read, control });
  });
});
