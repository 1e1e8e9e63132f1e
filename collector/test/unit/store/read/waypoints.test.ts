import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createReadStore } from '../../../../src/store/sqlite/read/store.js';
import type { ReadStore } from '../../../../src/store/store.js';
import { HILL, HOUR, LAKE, NOW, createDatabase, idOf, requestOf, seedMesh } from '../../../helpers/seeded-database.js';
import type { SeededDatabase } from '../../../helpers/seeded-database.js';

let database: SeededDatabase;
let store: ReadStore;

/** Seeded: `Camp` (an hour old, never expires), `Gone` (expired a moment ago), `Meeting` (expires in an hour). */
beforeAll(() => {
  database = createDatabase();
  seedMesh(database);
  database.insert('waypoints', {
    waypoint_id: 4,
    from_num: HILL,
    channel_id: 2,
    name: 'Repeater 100%',
    description: 'on the ridge',
    icon: '📡',
    latitude: -17.8,
    longitude: 178.4,
    expire_at: null,
    locked_to: HILL,
    at: NOW - 30 * HOUR,
  });
  store = createReadStore({ path: database.path, threads: 0, now: () => NOW });
});

afterAll(async () => {
  await store.close();
  database.remove();
});

/** Values by the name of their field. */
async function waypoints(
  query: Record<string, unknown> = {},
  range: { from?: number; to?: number } = {},
): Promise<{ fields: Map<string, unknown[]>; notices: string[] }> {
  const { results } = await store.query({ ...requestOf({ queryType: 'waypoints', ...query }), ...range });
  const [frame] = results.A!.frames;
  const fields = frame!.schema.fields.map(({ name }, index): [string, unknown[]] => [name, frame!.data.values[index]!]);
  return { fields: new Map(fields), notices: (frame!.schema.meta?.notices ?? []).map(({ text }) => text) };
}

const names = async (...asked: Parameters<typeof waypoints>) => (await waypoints(...asked)).fields.get('name');

describe('a waypoints query', () => {
  it('answers a row for every waypoint that has not expired, however old, the latest changed first', async () => {
    expect(await names({}, { from: NOW - HOUR })).toEqual(['Camp', 'Meeting', 'Repeater 100%']);
  });

  it('answers place, icon, sender, channel, owner and times of a waypoint', async () => {
    const { fields } = await waypoints({ nodes: [idOf(HILL)] });
    expect(Object.fromEntries([...fields].map(([name, values]) => [name, values[0]]))).toEqual({
      time: NOW - 30 * HOUR,
      id: 4,
      name: 'Repeater 100%',
      description: 'on the ridge',
      icon: '📡',
      latitude: -17.8,
      longitude: 178.4,
      fromId: idOf(HILL),
      fromName: 'HILL',
      geofenceRadius: null,
      geofenceNorth: null,
      geofenceEast: null,
      geofenceSouth: null,
      geofenceWest: null,
      channel: 'Ops',
      lockedTo: idOf(HILL),
      expiresAt: null,
    });
  });

  it('answers the waypoints that existed at the end of a range in the past', async () => {
    const past = { from: NOW - 40 * HOUR, to: NOW - 2 * HOUR + 1 };
    expect(await names({}, past)).toEqual(['Gone', 'Meeting', 'Repeater 100%']);
    expect(await names({}, { ...past, to: NOW - 20 * HOUR })).toEqual(['Repeater 100%']);
  });

  it('answers the waypoints of today when the range ends in the future', async () => {
    expect(await names({}, { to: NOW + 5 * HOUR })).toEqual(['Camp', 'Meeting', 'Repeater 100%']);
  });

  it('narrows waypoints by sender, channel and ad hoc filter', async () => {
    expect(await names({ nodes: [idOf(LAKE)] })).toEqual(['Camp', 'Meeting']);
    expect(await names({ channels: ['Ops'] })).toEqual(['Repeater 100%']);
    expect(await names({ filters: [{ key: 'node', operator: '=', value: 'HILL' }] })).toEqual(['Repeater 100%']);
  });

  it('narrows waypoints by their own place, not by that of their sender', async () => {
    expect(await names({ bounds: { west: 170, south: -20, east: -170, north: -10 } })).toEqual(['Repeater 100%']);
  });

  it('searches in name and description of waypoints', async () => {
    expect(await names({ search: 'RIDGE' })).toEqual(['Repeater 100%']);
    expect(await names({ search: '100%' })).toEqual(['Repeater 100%']);
    expect(await names({ search: 'camp' })).toEqual(['Camp']);
  });

  it('says in a notice when the limit left waypoints out', async () => {
    const { fields, notices } = await waypoints({ limit: 1 });
    expect(fields.get('name')).toEqual(['Camp']);
    expect(notices).toEqual(['Only the 1 waypoints changed last are shown.']);
  });
});
