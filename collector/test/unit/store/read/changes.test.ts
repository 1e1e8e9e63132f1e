import { beforeEach, describe, expect, it } from '@jest/globals';
import { changeKindNames } from '@mesh-observatory/contract/changes';
import type { EventKind } from '@mesh-observatory/contract/event-kinds';
import { useSeededMesh } from '../../../helpers/seeded-mesh.js';
import {
  ANON,
  FIJI,
  HILL,
  HOUR,
  LAKE,
  NOW,
  SOLO,
  requestOf,
  seedPacket,
  idOf,
} from '../../../helpers/seeded-database.js';

const DAY = 24 * HOUR;

const mesh = useSeededMesh();
beforeEach(() => {
  // Data from before the day that is asked about.
  seedPacket(mesh.database, { row: 900, from: LAKE, at: NOW - 3 * DAY, heard: [[HILL, 1, -90, 0]] });
});

async function changes(range: { from?: number; to?: number } = {}): Promise<Record<string, readonly unknown[]>> {
  const request = { ...requestOf({ queryType: 'changes' }), from: NOW - DAY, ...range };
  const [frame] = (await mesh.store.query(request)).results.A!.frames;
  const column = (name: string) => frame!.data.values[frame!.schema.fields.findIndex((field) => field.name === name)]!;
  return Object.fromEntries(
    column('kind').map((kind, at) => [String(kind), [column('count')[at], column('detail')[at]]]),
  );
}

const happened = (id: number, kind: EventKind, node: number, hoursAgo: number) =>
  mesh.database.insert('events', {
    ...{ event_id: 100 + id, at: NOW - hoursAgo * HOUR, kind, severity: 'info', node_num: node },
    ...{ title: kind, text: '', data: '{}' },
  });

describe('a changes query', () => {
  it('answers a row for every kind of change, also when there was none', async () => {
    expect(Object.keys(await changes())).toEqual(changeKindNames);
    expect((await changes()).firmware).toEqual([0, 'None']);
  });

  it('names the nodes that changed once each, the latest first', async () => {
    happened(1, 'firmware_changed', HILL, 5);
    happened(2, 'firmware_changed', HILL, 4);
    happened(3, 'firmware_changed', ANON, 1);
    happened(4, 'firmware_changed', FIJI, 30);
    expect((await changes()).firmware).toEqual([2, `${idOf(ANON)}, Hill Router`]);
  });

  it('counts as lost who is still silent', async () => {
    happened(1, 'node_silent', SOLO, 5);
    happened(2, 'node_silent', LAKE, 5);
    const { lost_nodes: nodes, lost_gateways: gateways } = await changes();
    expect(nodes).toEqual([1, 'Solo Walker']);
    expect(gateways).toEqual([1, 'Wallis Gate']);
  });

  it('tells links gained from links lost', async () => {
    const link = { kind: 'direct', snr: 3, count: 9, snr_at: NOW };
    const { insert } = mesh.database;
    insert('links', { ...link, from_num: ANON, to_num: HILL, first_seen: NOW - HOUR, last_seen: NOW - HOUR });
    insert('links', { ...link, from_num: FIJI, to_num: HILL, first_seen: NOW - 90 * HOUR, last_seen: NOW - 25 * HOUR });
    // Known for long by other evidence.
    insert('links', { ...link, from_num: LAKE, to_num: HILL, kind: 'relay', first_seen: NOW - 1, last_seen: NOW - 1 });
    const { links_gained: gained, links_lost: lost } = await changes();
    expect(gained).toEqual([1, `Hill Router – ${idOf(ANON)}`]);
    expect(lost).toEqual([2, 'Hill Router – Fiji Tracker, Hill Router – Solo Walker']);
  });

  it('compares packets with the same hours of the day before', async () => {
    seedPacket(mesh.database, { row: 901, from: LAKE, at: NOW - 2 * DAY + 1000, heard: [[HILL, 1, -90, 0]] });
    expect((await changes()).traffic).toEqual([7, '250 % more than 2 in the same hours before']);
    expect((await changes({ from: NOW - HOUR, to: NOW })).traffic?.[0]).toBe(7);
  });

  it('says so when there is no data from before', async () => {
    const { traffic, links_gained: gained, new_nodes: news } = await changes({ from: NOW - 4 * DAY });
    expect([gained?.[0], news?.[0]]).toEqual([null, null]);
    for (const row of [traffic, gained, news]) expect(row?.[1]).toMatch(/^Not known/);
  });
});
