/**
 * The other end of an MQTT connection, byte by byte, for what no real broker does on request: reuse a packet id at once,
 * answer in another protocol version, refuse without reason. Speaks exactly what the test tells it.
 */
import { createServer, type AddressInfo, type Socket } from 'node:net';

export interface ScriptedPacket {
  /** High four bits of the first byte: 1 CONNECT, 4 PUBACK, 8 SUBSCRIBE, 12 PINGREQ, 14 DISCONNECT. */
  readonly type: number;
  readonly body: Buffer;
}

export interface ScriptedConnection {
  readonly socket: Socket;
  readonly packets: ScriptedPacket[];
  /** Packet ids of the PUBACKs received so far. */
  pubacks(): number[];
  send(bytes: Buffer | readonly number[]): void;
}

export interface ScriptedBroker {
  readonly port: number;
  readonly connections: ScriptedConnection[];
  close(): Promise<void>;
}

/** A QoS 1 PUBLISH of MQTT 5 (no properties) or 3.1.1. */
export function publishPacket(
  topic: string,
  payload: string,
  packetId: number,
  version: 4 | 5 = 5,
  dup = false,
): Buffer {
  const name = Buffer.from(topic);
  const header = Buffer.alloc(2);
  header.writeUInt16BE(name.length);
  const id = Buffer.alloc(2);
  id.writeUInt16BE(packetId);
  const body = Buffer.concat([header, name, id, ...(version === 5 ? [Buffer.from([0])] : []), Buffer.from(payload)]);
  if (body.length > 127) throw new Error('publishPacket: keep it short');
  return Buffer.concat([Buffer.from([dup ? 0x3a : 0x32, body.length]), body]);
}

function parse(bytes: Buffer): { readonly packets: ScriptedPacket[]; readonly rest: Buffer } {
  const packets: ScriptedPacket[] = [];
  let rest = bytes;
  for (;;) {
    let length = 0;
    let at = 1;
    let more = true;
    while (more) {
      const byte = rest[at];
      if (byte === undefined) return { packets, rest };
      length += (byte & 0x7f) * 128 ** (at - 1);
      more = (byte & 0x80) !== 0;
      at += 1;
    }
    if (rest.length < at + length) return { packets, rest };
    packets.push({ type: (rest[0] ?? 0) >> 4, body: rest.subarray(at, at + length) });
    rest = rest.subarray(at + length);
  }
}

/** `onPacket` decides every answer; `acceptingSession` is a ready-made one. */
export async function startScriptedBroker(
  onPacket: (connection: ScriptedConnection, packet: ScriptedPacket, index: number) => void,
): Promise<ScriptedBroker> {
  const connections: ScriptedConnection[] = [];
  const server = createServer((socket) => {
    let buffered = Buffer.alloc(0);
    const connection: ScriptedConnection = {
      socket,
      packets: [],
      pubacks: () => connection.packets.filter(({ type }) => type === 4).map(({ body }) => body.readUInt16BE(0)),
      send: (bytes) => socket.write(Buffer.from(bytes)),
    };
    const index = connections.push(connection) - 1;
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      const { packets, rest } = parse(Buffer.concat([buffered, chunk]));
      buffered = Buffer.from(rest);
      for (const packet of packets) {
        connection.packets.push(packet);
        onPacket(connection, packet, index);
      }
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    connections,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        for (const { socket } of connections) socket.destroy();
      }),
  };
}

/** CONNACK with the session kept, SUBACK and PINGRESP, as a healthy broker answers; MQTT 5 or 3.1.1. */
export function acceptingSession(
  connection: ScriptedConnection,
  { type, body }: ScriptedPacket,
  version: 4 | 5 = 5,
): void {
  const properties = version === 5 ? [0] : [];
  if (type === 1) connection.send([0x20, 2 + properties.length, 1, 0, ...properties]);
  if (type === 8) connection.send([0x90, 3 + properties.length, body[0] ?? 0, body[1] ?? 0, ...properties, 1]);
  if (type === 12) connection.send([0xd0, 0]);
}
