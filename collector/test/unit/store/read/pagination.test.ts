import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ListFilter, Page, ResourceName } from '@mesh-observatory/contract/resources';
import { createReadStore } from '../../../../src/store/sqlite/read/store.js';
import type { ReadStore } from '../../../../src/store/store.js';
import { HOUR, MINUTE, NOW, createDatabase, seedDictionaries, seedPacket } from '../../../helpers/seeded-database.js';
import type { SeededDatabase } from '../../../helpers/seeded-database.js';

let database: SeededDatabase;
let store: ReadStore;

beforeEach(() => {
  database = createDatabase();
  seedDictionaries(database);
  store = createReadStore({ path: database.path, threads: 0, now: () => NOW });
});

afterEach(async () => {
  await store.close();
  database.remove();
});

/** Every third row shares its millisecond with its neighbors: ties are where pages tear. */
const timeOf = (index: number) => NOW - 10 * HOUR + Math.floor(index / 3) * 1000;

const makers: Record<ResourceName, (index: number, at: number) => void> = {
  nodes: (index, at) =>
    database.insert('nodes', { node_num: 100 + index, first_heard: at, last_heard: at, channel_id: 1 }),
  positions: (index, at) =>
    database.insert('positions', {
      node_num: 1 + (index % 4),
      at,
      packet_row: index,
      packet_id: index,
      latitude: 1,
      longitude: 2,
      source: 'protobuf',
    }),
  telemetry: (index, at) =>
    database.sample(index % 2 === 0 ? 'device_voltage' : 'device_battery_level', 1 + (index % 3), at, index, index),
  messages: (index, at) =>
    database.insert('messages', {
      packet_row: index + 1,
      at,
      from_num: 1,
      to_num: 2,
      packet_id: index,
      channel_id: 1,
      kind: 'text',
      text: 'x',
      emoji: 0,
    }),
  packets: (index, at) => seedPacket(database, { row: index + 1, from: 1, at, heard: [[7, 1, -90, 0]] }),
  traceroutes: (index, at) =>
    database.insert('traceroutes', {
      packet_row: index + 1,
      at,
      packet_id: index,
      origin_num: 1,
      target_num: 2,
      kind: 'reply',
      complete: 1,
      route: '[]',
      snr_towards: '[]',
      route_back: '[]',
      snr_back: '[]',
    }),
  links: (index, at) =>
    database.insert('links', {
      from_num: 1000 - index,
      to_num: index % 5,
      kind: 'direct',
      count: 1,
      first_seen: at,
      last_seen: at,
    }),
  gateways: (index, at) => database.insert('gateways', { gateway_num: 5000 + index, first_seen: at, last_seen: at }),
  waypoints: (index, at) =>
    database.insert('waypoints', {
      waypoint_id: index + 1,
      from_num: 1,
      channel_id: 1,
      name: 'w',
      description: '',
      icon: '',
      at,
    }),
  events: (index, at) =>
    database.insert('events', { at, kind: 'reboot', severity: 'info', title: 't', text: 't', data: '{}' }),
  traffic: (index, at) =>
    database.insert('traffic_minutely', {
      minute: at - (at % MINUTE),
      gateway_num: 1 + index,
      channel_id: 1 + (index % 3),
      portnum: index % 7,
      outcome: index % 2 === 0 ? 'decrypted' : 'duplicate',
      packets: 1,
      bytes: 1,
    }),
};

/** Reads all pages; `between` runs after each. */
async function readAll(
  resource: ResourceName,
  filter: ListFilter,
  between: (page: number) => void = () => undefined,
): Promise<unknown[]> {
  const items: unknown[] = [];
  let page: Page<unknown> = await store.list(resource, filter);
  for (let count = 1; ; count += 1) {
    items.push(...page.data);
    if (page.nextCursor === undefined) return items;
    expect(page.data).toHaveLength(filter.limit ?? 100);
    between(count);
    page = await store.list(resource, { ...filter, cursor: page.nextCursor });
  }
}

const fingerprints = (items: readonly unknown[]) => items.map((item) => JSON.stringify(item));
const resources = Object.keys(makers) as ResourceName[];
const ROWS = 61;

describe.each(resources)('pages of %s', (resource) => {
  it.each([1, 7, 60, 61])('hold every row once, in order, %i at a time', async (limit) => {
    for (let index = 0; index < ROWS; index += 1) makers[resource](index, timeOf(index));
    const whole = await store.list(resource, { limit: 1000 });
    expect(new Set(fingerprints(whole.data)).size).toBe(ROWS);
    expect(await readAll(resource, { limit })).toEqual(whole.data);
  });

  it('neither repeat nor skip rows while newer ones arrive', async () => {
    for (let index = 0; index < ROWS; index += 1) makers[resource](index, timeOf(index));
    const before = (await store.list(resource, { limit: 1000 })).data;
    const seen = fingerprints(
      await readAll(resource, { limit: 7 }, (page) => makers[resource](500 + page, NOW + page)),
    );
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toEqual(expect.arrayContaining(fingerprints(before)));
  });
});

describe('cursors', () => {
  it('of other lists, and things that are none, are refused', async () => {
    for (let index = 0; index < 3; index += 1) makers.nodes(index, timeOf(index));
    const { nextCursor } = await store.list('nodes', { limit: 1 });
    const forged = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const hostile = [
      '',
      'null',
      '%00',
      "' OR 1=1 --",
      'A'.repeat(600),
      forged(['packets', 1]),
      forged(['packets', 1, 2, 3]),
    ];
    for (const cursor of [
      nextCursor!,
      ...hostile,
      forged(['packets', '1', 2]),
      forged(['packets', null, 2]),
      forged({ length: 3 }),
    ]) {
      await expect(store.list('packets', { cursor })).rejects.toMatchObject({ status: 400, code: 'bad_cursor' });
    }
  });
});
