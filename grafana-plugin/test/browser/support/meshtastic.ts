/** Speaks to the collector's embedded broker as the firmware of a gateway does: MQTT 3.1.1, JSON packets. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

const GATEWAY = '!00ba5e01';
const TOPIC = `msh/EU_868/2/json/LongFast/${GATEWAY}`;

export interface Gateway {
  /** Resolves when the broker has it; the collector shows it soon after. */
  say(from: number, type: 'nodeinfo' | 'position' | 'text', payload: Record<string, unknown>): Promise<void>;
  close(): void;
}

export async function connectGateway(port: number): Promise<Gateway> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  await send(
    socket,
    packet(0x10, Buffer.concat([text('MQTT'), Buffer.from([4, 2, 0, 60]), text('browser-tests')])),
    0x20,
  );
  let packetId = Math.floor(Date.now() / 1000);
  let mqttId = 0;
  return {
    async say(from, type, payload) {
      packetId += 1;
      mqttId = (mqttId % 0xffff) + 1;
      const now = Math.floor(Date.now() / 1000);
      const body = {
        channel: 0,
        from,
        hop_start: 3,
        hops_away: 0,
        id: packetId,
        payload,
        rssi: -60,
        sender: GATEWAY,
        snr: 6,
        timestamp: now,
        to: 0xffffffff,
        type,
      };
      const id = Buffer.from([mqttId >> 8, mqttId & 0xff]);
      await send(socket, packet(0x32, Buffer.concat([text(TOPIC), id, Buffer.from(JSON.stringify(body))])), 0x40);
    },
    close: () => socket.destroy(),
  };
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 0xff]), bytes]);
}

function packet(kind: number, body: Buffer): Buffer {
  const length: number[] = [];
  for (let rest = body.length; length.length === 0 || rest > 0; rest >>= 7) {
    length.push((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
  }
  return Buffer.concat([Buffer.from([kind, ...length]), body]);
}

/** CONNACK and PUBACK are all that comes, and both are of this size. */
const ANSWER_BYTES = 4;

/** Waits for the broker's answer of that kind; it may come in pieces. */
async function send(socket: Socket, bytes: Buffer, answer: number): Promise<void> {
  socket.write(bytes);
  let received = Buffer.alloc(0);
  while (received.length < ANSWER_BYTES) {
    const [chunk] = (await once(socket, 'data')) as [Buffer];
    received = Buffer.concat([received, chunk]);
  }
  if (received[0] !== answer || received.length !== ANSWER_BYTES) {
    throw new Error(`The broker answered ${received.toString('hex')} instead of 0x${answer.toString(16)}.`);
  }
}
