import { describe, expect, it } from '@jest/globals';
import { fromBinary } from '@bufbuild/protobuf';
import { Mqtt } from '@meshtastic/protobufs';
import { PRIMARY } from '../src/channels.js';
import { createLoad, type LoadMessage, type LoadOptions } from '../src/load.js';
import { createOpener } from './support/open-messages.js';

const options: LoadOptions = { nodes: 2000, gateways: 3, ratePerSecond: 1000, duplicateShare: 0.5, seed: 1 };

function take(count: number, overrides: Partial<LoadOptions> = {}): LoadMessage[] {
  const messages: LoadMessage[] = [];
  for (const message of createLoad({ ...options, ...overrides })) {
    messages.push(message);
    if (messages.length === count) break;
  }
  return messages;
}

const opener = createOpener({ channels: [PRIMARY] });

describe('load', () => {
  it('is the same for the same seed, each time it is read', () => {
    const load = createLoad(options);
    const [first] = load;
    const [again] = load;
    expect(first).toEqual(again);
    expect(take(50)).toEqual(take(50));
    expect(take(50)).not.toEqual(take(50, { seed: 2 }));
  });

  it('has unique packets, about half of them heard by a second gateway', () => {
    const messages = take(9000);
    const originals = messages.filter(({ copy }) => !copy);
    const copies = messages.length - originals.length;
    expect(new Set(originals.map(({ fromId, packetId }) => `${fromId} ${packetId}`)).size).toBe(originals.length);
    expect(copies / originals.length).toBeGreaterThan(0.45);
    expect(copies / originals.length).toBeLessThan(0.55);
    expect(new Set(messages.map(({ topic }) => topic)).size).toBe(3);
    expect(new Set(originals.map(({ fromId }) => fromId)).size).toBeGreaterThan(1800);
  });

  it('sends a copy from another gateway with the same identity', () => {
    const messages = take(500);
    for (const [i, message] of messages.entries()) {
      if (!message.copy) continue;
      const original = messages[i - 1]!;
      expect([message.fromId, message.packetId]).toEqual([original.fromId, original.packetId]);
      expect(message.topic).not.toBe(original.topic);
    }
  });

  it('decrypts with the default key and says what it is', () => {
    const ports = new Map<number, number>();
    for (const message of take(1000)) {
      const opened = opener.open({ ...message, receivedAt: 0 });
      expect(opened.data?.portnum).toBe(message.portnum);
      expect(opened.packet.id).toBe(message.packetId);
      expect(opened.packet.hopLimit).toBeLessThanOrEqual(opened.packet.hopStart);
      ports.set(message.portnum, (ports.get(message.portnum) ?? 0) + 1);
    }
    expect([...ports.keys()].sort((a, b) => a - b)).toEqual([1, 3, 4, 67]);
  });

  it('spaces timestamps by its rate when it is told when it starts', () => {
    const startAt = 1_767_225_600_000;
    const last = take(3000, { startAt, duplicateShare: 0 }).at(-1)!;
    const envelope = fromBinary(Mqtt.ServiceEnvelopeSchema, last.payload);
    expect(envelope.packet?.rxTime).toBe(1_767_225_602);
    expect(fromBinary(Mqtt.ServiceEnvelopeSchema, take(1)[0]!.payload).packet?.rxTime).toBe(0);
  });

  it('names an option that makes no mesh', () => {
    expect(() => createLoad({ ...options, nodes: 0 })).toThrow('nodes is 0');
    expect(() => createLoad({ ...options, duplicateShare: 2 })).toThrow('duplicateShare is 2');
    expect(() => createLoad({ ...options, gateways: 1 })).toThrow('second gateway');
    expect(() => createLoad({ ...options, ratePerSecond: 0 })).toThrow('ratePerSecond is 0');
  });
});
