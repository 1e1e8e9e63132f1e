import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createReadStore } from '../../../../src/store/sqlite/read/store.js';
import type { ReadStore } from '../../../../src/store/store.js';
import {
  FIJI,
  HILL,
  HOUR,
  LAKE,
  MINUTE,
  NOW,
  WALL,
  createDatabase,
  idOf,
  requestOf,
  seedMesh,
  seedPacket,
  type SeededDatabase,
} from '../../../helpers/seeded-database.js';

const OPS = 2;
const LONG_FAST = 1;
const QUESTION = 501;
const ANSWER = 502;

let database: SeededDatabase;
let store: ReadStore;

/** A text that one gateway heard; `replyTo` is the row of what it answers. */
function say(row: number, text: string, from: number, channel: number, gateway: number, at: number, replyTo?: number) {
  seedPacket(database, { row, from, at, channel, port: [1, 'TEXT_MESSAGE_APP'], heard: [[gateway, 1, -90, 0]] });
  database.insert('messages', {
    ...{ packet_row: row, at, from_num: from, to_num: 0xffffffff, packet_id: 0xabc000 + row, channel_id: channel },
    ...{ kind: 'text', text, emoji: 0, reply_id: replyTo === undefined ? null : 0xabc000 + replyTo },
  });
}

beforeEach(() => {
  database = createDatabase();
  seedMesh(database);
  say(QUESTION, 'secret question', FIJI, OPS, WALL, NOW - 30 * HOUR);
  say(ANSWER, 'public answer', LAKE, LONG_FAST, HILL, NOW - 5 * MINUTE, QUESTION);
  store = createReadStore({ path: database.path, threads: 0, now: () => NOW });
});

afterEach(async () => {
  await store.close();
  database.remove();
});

async function texts(query: Record<string, unknown> = {}): Promise<unknown[]> {
  const request = requestOf({ queryType: 'conversations', ...query });
  const { results } = await store.query({ ...request, from: NOW - HOUR, to: NOW });
  const { schema, data } = results.A!.frames[0]!;
  return data.values[schema.fields.findIndex(({ name }) => name === 'text')]!;
}

describe('a message from before the range', () => {
  it('stands above its answer', async () => {
    const found = await texts();
    expect(found.slice(0, 2)).toEqual(['secret question', '↳ public answer']);
  });

  it.each([
    ['node', { nodes: [idOf(LAKE)] }],
    ['channel', { channels: ['LongFast'] }],
    ['gateway', { gateways: [idOf(HILL)] }],
    ['condition', { filters: [{ key: 'node', operator: '!=', value: idOf(FIJI) }] }],
    ['search', { search: 'answer' }],
  ])('is not shown when the filter by %s leaves it out', async (_filter, query) => {
    const found = await texts(query);
    expect(found).toContain('↳ public answer (answers a message that is not shown)');
    expect(found).not.toContain('secret question');
  });
});
