import { readdirSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { WebSocket } from 'ws';
import { connectLive, startLive, type RunningLive } from '../helpers/live-client.js';
import { until } from '@mesh-observatory/test-kit/until';

const HANDSHAKE = [
  'GET /api/ws HTTP/1.1',
  'Host: localhost',
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  '\r\n',
].join('\r\n');

let running: RunningLive;
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await running.stop();
});

/** Speaks WebSocket by hand and returns the close code of the server. */
async function closeCodeAfter(frame: Buffer): Promise<number> {
  const socket = connect(running.port, '127.0.0.1');
  sockets.push(socket);
  let received = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => (received = Buffer.concat([received, chunk])));
  socket.on('error', () => undefined);
  socket.write(HANDSHAKE);
  await until(() => received.includes('"type":"hello"'));
  socket.write(frame);
  const at = await until(() => closeFrameAt(received), { what: 'a close frame' });
  return received.readUInt16BE(at + 2);
}

/** Position of the close frame behind the handshake; walks over the frames before it. */
function closeFrameAt(received: Buffer): number | undefined {
  let at = received.indexOf('\r\n\r\n') + 4;
  while (at + 4 <= received.length) {
    const opcode = received[at]! & 0x0f;
    if (opcode === 8) return at;
    const short = received[at + 1]! & 0x7f;
    at +=
      short < 126
        ? 2 + short
        : short === 126
          ? 4 + received.readUInt16BE(at + 2)
          : 10 + Number(received.readBigUInt64BE(at + 2));
  }
  return undefined;
}

function masked(opcode: number, payload: Buffer): Buffer {
  const mask = Buffer.from([1, 2, 3, 4]);
  const header =
    payload.length < 126
      ? [0x80 | opcode, 0x80 | payload.length]
      : [0x80 | opcode, 0x80 | 126, payload.length >> 8, payload.length & 0xff];
  return Buffer.concat([Buffer.from(header), mask, payload.map((byte, index) => byte ^ mask[index % 4]!)]);
}

async function stillServes(): Promise<void> {
  const { first, socket } = await connectLive(running.port);
  await first('snapshot');
  socket.terminate();
}

describe('clients that break the rules', () => {
  it.each([
    ['a message that is too large', masked(1, Buffer.alloc(5000, 0x20)), 1009],
    ['text that is not UTF-8', masked(1, Buffer.from([0xff, 0xfe, 0xfd])), 1007],
    ['an opcode that does not exist', masked(3, Buffer.from('x')), 1002],
    ['an unmasked frame', Buffer.from([0x81, 0x02, 0x7b, 0x7d]), 1002],
    ['a ping that is too long', masked(9, Buffer.alloc(200)), 1002],
    ['a reserved bit (compression that was not agreed)', Buffer.from([0xc1, 0x80, 1, 2, 3, 4]), 1002],
  ])('are closed with the right code: %s', async (_what, frame, code) => {
    running = await startLive({ limits: { maxInboundBytes: 4096 } });
    expect(await closeCodeAfter(frame)).toBe(code);
    for (const socket of sockets) socket.destroy();
    await until(() => running.live.stats().clients === 0);
    await stillServes();
  });

  it.each([
    ['not JSON', 'hello'],
    ['an unknown type', '{"type":"shutdown"}'],
    ['a wrong field', '{"type":"subscribe","bounds":{"west":999}}'],
    ['an array', '[]'],
    ['a prototype', '{"type":"subscribe","__proto__":{"kinds":1},"kinds":"nodes"}'],
    ['deep nesting', '['.repeat(4000)],
  ])('are told what is wrong and closed with 1008 when they go on: %s', async (_what, text) => {
    running = await startLive();
    const client = await connectLive(running.port);
    client.socket.send(text);
    const { code, message } = await client.first('error');
    expect(['not_json', 'bad_message']).toContain(code);
    expect(message.length).toBeLessThan(300);
    expect(client.closed).toBeUndefined();
    for (let index = 0; index < 4; index += 1) client.socket.send(text);
    await until(() => client.closed?.code === 1008);
  });

  it('are told that binary messages are not read', async () => {
    running = await startLive();
    const client = await connectLive(running.port);
    client.socket.send(Buffer.from('{"type":"ping"}'));
    expect((await client.first('error')).code).toBe('binary');
    client.socket.terminate();
  });

  it('are slowed down at 20 messages a second and closed when they do not listen', async () => {
    running = await startLive();
    const client = await connectLive(running.port);
    for (let index = 0; index < 20; index += 1) client.send({ type: 'ping', id: index });
    await until(() => client.of('pong').length === 20);
    expect(client.of('error')).toEqual([]);
    for (let index = 0; index < 50; index += 1) client.send({ type: 'ping', id: index });
    expect((await client.first('error')).code).toBe('rate_limited');
    await until(() => client.closed?.code === 1008);
  });

  it('cannot drown the server in ping frames', async () => {
    running = await startLive();
    const client = await connectLive(running.port);
    for (let index = 0; index < 200; index += 1) client.socket.ping();
    await until(() => client.closed !== undefined);
    await stillServes();
  });

  it('give every file descriptor back after 2,000 connections that come and go', async () => {
    running = await startLive({ maxPerAddress: 50 });
    const descriptors = () => readdirSync('/proc/self/fd').length;
    const before = descriptors();
    for (let round = 0; round < 40; round += 1) {
      await Promise.all(
        Array.from({ length: 50 }, async (_, index) => {
          const socket = new WebSocket(`ws://127.0.0.1:${running.port}/api/ws`);
          socket.on('error', () => undefined);
          await new Promise((resolve) => socket.once('open', resolve));
          if (index % 2 === 0) socket.terminate();
          else socket.close();
          await new Promise((resolve) => socket.once('close', resolve));
        }),
      );
      await until(() => running.live.stats().clients === 0);
    }
    expect(running.live.stats()).toMatchObject({ connections: 2000, refused: 0, clients: 0 });
    await until(() => descriptors() <= before + 5);
    await stillServes();
  });
});
