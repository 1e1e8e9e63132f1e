/** `test/fixtures/ports/<PORT_NAME>.json`: payloads of one port and the events they become, for every port that is decoded. */
import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { portName } from '../../../src/decode/names.js';
import { portDecoders } from '../../../src/decode/ports/index.js';
import { createSampleReader } from '../../../src/decode/telemetry.js';
import { catalogRows } from '../../../src/decode/telemetry-catalog.js';
import { parseNodeId, type NodeNum, type PacketId, type UnixMillis } from '../../../src/model.js';

interface PortFixture {
  readonly note: string;
  readonly from: string;
  readonly to: string;
  readonly requestId?: number;
  /** Hex. */
  readonly payload: string;
  readonly events: readonly unknown[];
}

const FOLDER = new URL('../../fixtures/ports/', import.meta.url);
const files = readdirSync(FOLDER).sort();
const fixturesOf = (port: number) =>
  JSON.parse(readFileSync(new URL(`${portName(port)}.json`, FOLDER), 'utf8')) as readonly PortFixture[];

const node = (id: string): NodeNum => {
  const num = parseNodeId(id);
  if (num === undefined) throw new Error(`${id} is not a node id`);
  return num;
};

describe('port fixtures', () => {
  it('exist for every decoder, and for nothing else', () => {
    expect(files).toEqual(portDecoders.map(({ port }) => `${portName(port)}.json`).sort());
  });

  it.each(portDecoders.map((decoder) => ({ decoder, name: portName(decoder.port) })))(
    '$name decodes its fixtures to the expected events',
    ({ decoder }) => {
      const fixtures = fixturesOf(decoder.port);
      for (const { from, to, requestId, payload, events } of fixtures) {
        const decoded = decoder.decode(Buffer.from(payload, 'hex'), {
          from: node(from),
          to: node(to),
          gateway: node('!0badcafe'),
          requestId: requestId === undefined ? null : (requestId as PacketId),
          replyId: null,
          emoji: false,
          receivedAt: 1_767_232_810_000 as UnixMillis,
          samples: createSampleReader(catalogRows, false),
          diagnostics: {
            flag: () => undefined,
            deviceTime: () => undefined,
            keepPayload: () => undefined,
            problem: () => undefined,
          },
        });
        expect(decoded).toEqual(events);
      }
      expect(fixtures.some(({ events }) => events.length > 0)).toBe(true);
    },
  );
});
