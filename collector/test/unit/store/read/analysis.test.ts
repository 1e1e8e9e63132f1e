/** Query types that judge: channels, pairs of links, cut points and findings, on the seeded mesh and on hand-made cases. */
import { beforeEach, describe, expect, it } from '@jest/globals';
import { linkKindNames } from '@mesh-observatory/contract/link-kinds';
import type { FrameJson } from '@mesh-observatory/contract/frames';
import {
  ANON,
  BROADCAST,
  FIJI,
  GHOST,
  HILL,
  HOUR,
  LAKE,
  MINUTE,
  NOW,
  SOLO,
  WALL,
  idOf,
  requestOf,
  seedPacket,
} from '../../../helpers/seeded-database.js';
import { useSeededMesh } from '../../../helpers/seeded-mesh.js';

const DAY = 24 * HOUR;

const mesh = useSeededMesh();

async function ask(query: Record<string, unknown>, range: { from?: number; to?: number } = {}): Promise<FrameJson> {
  const { results } = await mesh.store.query({ ...requestOf(query), ...range });
  expect([results.A?.error, mesh.faults]).toEqual([undefined, []]);
  return results.A!.frames[0]!;
}

/** Rows as objects of the named fields; all of them when none is named. */
function rowsOf({ schema, data }: FrameJson, ...names: string[]): Record<string, unknown>[] {
  const fields = schema.fields.map(({ name }) => name);
  const wanted = names.length === 0 ? fields : names;
  expect(fields).toEqual(expect.arrayContaining(wanted));
  return (data.values[0] ?? []).map((_, row) =>
    Object.fromEntries(wanted.map((name) => [name, data.values[fields.indexOf(name)]![row]])),
  );
}

const link = (from: number, to: number, kind: string, snr: number | null, more: Record<string, number> = {}) =>
  mesh.database.insert('links', {
    ...{ from_num: from, to_num: to, kind, snr, snr_avg: snr, count: 1 },
    ...{ first_seen: NOW - DAY, last_seen: NOW - MINUTE, ...more },
  });

describe('channels', () => {
  it('have a row each, the busiest first', async () => {
    const rows = rowsOf(await ask({ queryType: 'channels' }));
    expect(rows.map(({ channel }) => channel)).toEqual(['LongFast', 'Ops', '(no name)']);
    expect(rows[0]).toEqual({
      channel: 'LongFast',
      packets: 4,
      share: 4 / 7,
      nodes: 2,
      gateways: 1,
      messages: 1,
      undecryptable: 0,
      undecryptableShare: 0,
      key: 'default',
      preciseNodes: 0,
      lastPacket: NOW - 10 * MINUTE,
    });
    expect(rows[2]).toMatchObject({ packets: 1, undecryptable: 1, undecryptableShare: 1, key: 'own', gateways: 0 });
  });

  it('tell what they are encrypted with from hash and name', async () => {
    const { db } = mesh.database;
    const key = async () => rowsOf(await ask({ queryType: 'channels', channels: ['Ops'] }), 'key')[0]?.key;
    // 'O' ^ 'p' ^ 's' = 0x4c; the bytes of the default key XOR to 2.
    db.exec('UPDATE packets SET channel_hash = 0x4e WHERE channel_id = 2');
    expect(await key()).toBe('default');
    db.exec('UPDATE packets SET channel_hash = 0x17 WHERE channel_id = 2');
    expect(await key()).toBe('own');
    db.exec(`UPDATE packets SET channel_hash = 0x4c, decode_status = 'plaintext-in-encrypted' WHERE channel_id = 2`);
    expect(await key()).toBe('none');
    db.exec(`UPDATE packets SET channel_hash = NULL, decode_status = 'plaintext' WHERE channel_id = 2`);
    expect(await key()).toBe('unknown');
  });

  it('go by what most of their packets are encrypted with, as far as that is known', async () => {
    mesh.database.db.exec(`UPDATE packets SET decode_status = 'plaintext-in-encrypted' WHERE packet_row = 1`);
    expect(rowsOf(await ask({ queryType: 'channels' }), 'key')[0]).toEqual({ key: 'default' });
    mesh.database.db.exec(`UPDATE packets SET decode_status = 'plaintext' WHERE packet_row IN (2, 5, 7)`);
    expect(rowsOf(await ask({ queryType: 'channels' }), 'key')[0]).toEqual({ key: 'none' });
  });

  it('count the nodes that told where they are to less than 100 m', async () => {
    const position = (row: number, precision: number | null) =>
      mesh.database.insert('positions', {
        ...{ node_num: LAKE, at: NOW - row * MINUTE, packet_row: row, packet_id: row, latitude: 1, longitude: 1 },
        ...{ precision_bits: precision, source: 'protobuf' },
      });
    const nodes = async () => rowsOf(await ask({ queryType: 'channels' }), 'preciseNodes')[0]?.preciseNodes;
    position(1, 18);
    position(2, null);
    expect(await nodes()).toBe(0);
    position(7, 19);
    position(5, 32);
    expect(await nodes()).toBe(1);
  });

  it('are narrowed like traffic: by node, gateway and channel', async () => {
    expect(rowsOf(await ask({ queryType: 'channels', nodes: [idOf(FIJI)] }), 'channel', 'packets', 'nodes')).toEqual([
      { channel: 'Ops', packets: 2, nodes: 1 },
    ]);
    const heard = await ask({ queryType: 'channels', gateways: [idOf(WALL)] });
    expect(rowsOf(heard, 'channel', 'packets', 'nodes')).toEqual([
      { channel: 'LongFast', packets: 2, nodes: 2 },
      { channel: 'Ops', packets: 1, nodes: 1 },
    ]);
  });

  it('say that a long range is cut for what only the packets tell', async () => {
    const { schema } = await ask({ queryType: 'channels' }, { from: NOW - 30 * DAY });
    expect(schema.meta?.notices?.map(({ text }) => text)).toEqual([
      'Nodes, keys and positions are those of the last 7 days of the range.',
    ]);
  });
});

describe('linkpairs', () => {
  const pairs = async (more: Record<string, unknown> = {}, from = NOW - 2 * HOUR) =>
    rowsOf(await ask({ queryType: 'linkpairs', ...more }, { from }));

  beforeEach(() => {
    mesh.database.db.exec('DELETE FROM links');
  });

  it('put both directions and every evidence of a link into one row', async () => {
    link(LAKE, HILL, 'direct', -3, { count: 100 });
    link(LAKE, HILL, 'neighbor', -8, { count: 4, last_seen: NOW - 2 * MINUTE });
    link(HILL, LAKE, 'neighbor', -9.5, { count: 7, last_seen: NOW - 3 * MINUTE });
    expect(await pairs()).toEqual([
      {
        ...{ fromId: idOf(HILL), fromName: 'HILL', fromLongName: 'Hill Router' },
        ...{ toId: idOf(LAKE), toName: 'LAKE', toLongName: 'Lake 100% _solar_' },
        ...{ snr: -9.5, snrBack: -3, margin: 8, marginBack: 14.5, weakestMargin: 8, trend: null },
        ...{ snrDifference: 9.5 - (3 * 100 + 8 * 4) / 104, count: 7, countBack: 104, oneWay: false },
        ...{ kinds: 'direct, neighbor', lastSeen: NOW - MINUTE },
        ...{ sourceLatitude: 52.5, sourceLongitude: 13.4, targetLatitude: 52.6, targetLongitude: 13.5 },
      },
    ]);
  });

  it('are one way when both ends tell what they hear and only one hears the other', async () => {
    link(WALL, HILL, 'direct', 2);
    link(FIJI, WALL, 'direct', 6, { last_seen: NOW - 2 * MINUTE }); // WALL hears others, but not HILL
    expect(
      (await pairs()).map(({ fromName, toName, oneWay, snr, snrBack }) => [fromName, toName, oneWay, snr, snrBack]),
    ).toEqual([
      ['WALL', 'HILL', true, 2, null],
      ['FIJI', 'WALL', null, 6, null], // FIJI may hear WALL and not say so
    ]);
  });

  it('have no difference while one direction was never measured', async () => {
    link(LAKE, HILL, 'neighbor', null);
    link(HILL, LAKE, 'direct', 4);
    expect(await pairs()).toMatchObject([{ snr: 4, snrBack: null, snrDifference: null, oneWay: false }]);
  });

  it('are those of the range, with an end in scope', async () => {
    link(LAKE, HILL, 'direct', 1, { last_seen: NOW - 5 * HOUR });
    link(FIJI, WALL, 'direct', 6);
    expect((await pairs()).map(({ fromName }) => fromName)).toEqual(['FIJI']);
    expect((await pairs({}, NOW - 6 * HOUR)).map(({ fromName }) => fromName)).toEqual(['FIJI', 'LAKE']);
    expect(await pairs({ nodes: [idOf(LAKE)] })).toEqual([]);
    expect(await pairs({ linkKinds: ['traceroute'] })).toEqual([]);
  });
});

describe('cutpoints', () => {
  const points = async (more: Record<string, unknown> = {}) =>
    rowsOf(
      await ask({ queryType: 'cutpoints', ...more }),
      'nodeId',
      'shortName',
      'cutOff',
      'groups',
      'links',
      'cutOffNames',
    );

  beforeEach(() => {
    mesh.database.db.exec('DELETE FROM links');
    link(LAKE, HILL, 'direct', -3);
    link(HILL, LAKE, 'neighbor', -3);
    link(GHOST, LAKE, 'neighbor', 1);
    link(GHOST + 1, LAKE, 'neighbor', 1);
    link(GHOST + 1, GHOST, 'traceroute', 1);
    link(HILL, SOLO, 'neighbor', 1);
    link(SOLO, FIJI, 'traceroute', 1);
    link(FIJI, HILL, 'traceroute', 1);
    link(WALL, ANON, 'direct', 1);
  });

  it('are the nodes whose loss splits the mesh, those that cut off most first', async () => {
    const [hill, lake, ...others] = await points();
    expect(hill).toMatchObject({ nodeId: idOf(HILL), shortName: 'HILL', cutOff: 2, groups: 2, links: 3 });
    expect(String(hill?.cutOffNames).split(', ').sort()).toEqual(['FIJI', 'SOLO']);
    expect(lake).toMatchObject({ nodeId: idOf(LAKE), shortName: 'LAKE', cutOff: 2, groups: 2, links: 3 });
    expect(String(lake?.cutOffNames).split(', ').sort()).toEqual([idOf(GHOST), idOf(GHOST + 1)]);
    expect(others).toEqual([]);
  });

  it('belong to the whole mesh, whoever is asked about', async () => {
    expect((await points({ nodes: [idOf(LAKE)] })).map(({ shortName }) => shortName)).toEqual(['LAKE']);
    expect((await points({ roles: ['ROUTER'] })).map(({ shortName }) => shortName)).toEqual(['HILL']);
    expect(await points({ channels: ['Ops'] })).toEqual([]);
  });

  it('are not saved by a hop through the internet, unless it is asked for', async () => {
    const before = await points();
    link(GHOST, HILL, 'internet', null);
    link(SOLO, LAKE, 'internet', null);
    expect(await points()).toEqual(before);
    expect((await points({ linkKinds: linkKindNames })).map(({ shortName }) => shortName)).not.toContain('LAKE');
  });

  it('are those of the evidence and the range asked for', async () => {
    expect((await points({ linkKinds: ['neighbor'] })).map(({ shortName }) => shortName)).toEqual(['LAKE', 'HILL']);
    mesh.database.db.exec(`UPDATE links SET last_seen = ${NOW - 2 * HOUR} WHERE from_num >= ${GHOST}`);
    expect((await points()).map(({ shortName }) => shortName)).toEqual(['HILL']);
  });
});

describe('a hop through the internet', () => {
  const all = { from: NOW - 7 * DAY };
  beforeEach(() => {
    mesh.database.db.exec('DELETE FROM links');
    link(HILL, LAKE, 'direct', -3);
    link(HILL, LAKE, 'internet', null);
    link(LAKE, SOLO, 'internet', null);
  });

  it('stands in the lists of links with its own kind, and is not counted among the links', async () => {
    const rows = rowsOf(await ask({ queryType: 'links' }, all), 'fromName', 'toName', 'kind', 'snr');
    expect(rows).toContainEqual({ fromName: 'LAKE', toName: 'SOLO', kind: 'internet', snr: null });
    expect(rowsOf(await ask({ queryType: 'stat', stat: 'links' }, all), 'links')).toEqual([{ links: 1 }]);
  });

  it('is no direction of a pair: nobody heard it', async () => {
    const rows = rowsOf(await ask({ queryType: 'linkpairs' }, all), 'fromName', 'toName', 'count', 'oneWay', 'kinds');
    expect(rows).toEqual([
      { fromName: 'HILL', toName: 'LAKE', count: 1, oneWay: null, kinds: 'direct, internet' },
      { fromName: 'LAKE', toName: 'SOLO', count: 0, oneWay: null, kinds: 'internet' },
    ]);
  });

  it('is an edge of its own look in a node graph, and no link of its nodes', async () => {
    const { results } = await mesh.store.query({ ...requestOf({ queryType: 'nodegraph' }), ...all });
    const [nodes, edges] = results.A?.frames ?? [];
    expect(rowsOf(edges!, 'detail__kind', 'strokeDasharray', 'color')).toEqual([
      { detail__kind: 'direct', strokeDasharray: null, color: '#73bf69' },
      { detail__kind: 'internet', strokeDasharray: '8 4 2 4', color: '#b877d9' },
    ]);
    expect(rowsOf(nodes!, 'title', 'mainstat')).toEqual(
      expect.arrayContaining([
        { title: 'LAKE', mainstat: 1 },
        { title: 'SOLO', mainstat: 0 },
      ]),
    );
  });
});

describe('findings', () => {
  const KEY = 'a1b2c3d4e5f60718293a4b5c6d7e8f90112233445566778899aabbccddeeff01';
  const OTHER = 'f1b2c3d4e5f60718293a4b5c6d7e8f90112233445566778899aabbccddeeff0f';
  const find = async (kind: string, more: Record<string, unknown> = {}, range = { from: NOW - HOUR }) =>
    rowsOf(await ask({ queryType: 'findings', findingKinds: [kind], ...more }, range));
  const setKey = (node: number, key: string) =>
    mesh.database.db.prepare('UPDATE nodes SET public_key = ? WHERE node_num = ?').run(key, node);
  const keySeen = (node: number, key: string, first: number, last: number) =>
    mesh.database.insert('node_keys', {
      ...{ node_num: node, public_key: key, gateway_num: HILL },
      ...{ first_seen: NOW - first * MINUTE, last_seen: NOW - last * MINUTE },
    });

  it('never hold a key', async () => {
    setKey(HILL, KEY);
    setKey(LAKE, KEY);
    setKey(WALL, `${'00'.repeat(31)}09`);
    keySeen(FIJI, KEY, 50, 10);
    keySeen(FIJI, OTHER, 30, 5);
    mesh.database.insert('events', {
      ...{ event_id: 50, at: NOW - 5 * MINUTE, kind: 'key_changed', severity: 'critical', node_num: FIJI },
      ...{ title: 'x', text: 'y', data: JSON.stringify({ old: KEY, new: OTHER, gatewayId: idOf(HILL) }) },
    });
    const text = JSON.stringify(await ask({ queryType: 'findings' }));
    expect(text).toContain('alternate');
    expect(text).not.toContain(KEY.slice(0, 8));
    expect(text).not.toContain(OTHER.slice(0, 8));
  });

  it('say who shares a key, gravely when two of them are on the air', async () => {
    setKey(HILL, KEY);
    setKey(LAKE, KEY);
    setKey(FIJI, OTHER);
    const rows = await find('duplicate_key');
    expect(rows).toMatchObject([
      { nodeId: idOf(HILL), shortName: 'HILL', severity: 'critical', time: NOW - MINUTE },
      { nodeId: idOf(LAKE), severity: 'critical' },
    ]);
    expect(rows[0]?.detail).toMatch(/^Key [0-9a-f]{8} is also that of LAKE \(!10000002\)$/);
    mesh.database.db.exec(`UPDATE nodes SET online = 0 WHERE node_num = ${LAKE}`);
    expect(await find('duplicate_key')).toMatchObject([{ severity: 'warning' }, { severity: 'warning' }]);
    expect(await find('duplicate_key', { nodes: [idOf(LAKE)] })).toHaveLength(1);
  });

  it('recognize keys that protect nothing', async () => {
    setKey(HILL, '00'.repeat(32));
    setKey(LAKE, 'deadbeef'.repeat(8));
    setKey(FIJI, KEY);
    expect((await find('weak_key')).map(({ shortName, severity }) => [shortName, severity])).toEqual([
      ['HILL', 'critical'],
      ['LAKE', 'critical'],
    ]);
  });

  it('list changed keys by their fingerprints', async () => {
    mesh.database.insert('events', {
      ...{ event_id: 50, at: NOW - 5 * MINUTE, kind: 'key_changed', severity: 'critical', node_num: FIJI },
      ...{ title: 'x', text: 'y', data: JSON.stringify({ old: KEY, new: OTHER }) },
    });
    const [row, ...others] = await find('key_changed');
    expect(others).toEqual([]);
    expect(row).toMatchObject({ nodeId: idOf(FIJI), time: NOW - 5 * MINUTE });
    expect(row?.detail).toMatch(/^From key [0-9a-f]{8} to [0-9a-f]{8}: /);
  });

  it('suspect two devices when two keys of a number take turns, and not when one replaced the other', async () => {
    keySeen(FIJI, KEY, 50, 10);
    keySeen(FIJI, OTHER, 30, 5);
    keySeen(LAKE, KEY, 50, 31);
    keySeen(LAKE, OTHER, 30, 5);
    expect(await find('impersonation')).toMatchObject([
      { nodeId: idOf(FIJI), severity: 'critical', time: NOW - 10 * MINUTE },
    ]);
  });

  it('suspect the newcomer that bears the name of another', async () => {
    mesh.database.db.exec(
      `UPDATE nodes SET long_name = 'hill  ROUTER', first_heard = ${NOW - HOUR} WHERE node_num = ${FIJI}`,
    );
    const rows = await find('impersonation');
    expect(rows).toMatchObject([{ nodeId: idOf(FIJI), severity: 'warning' }]);
    expect(rows[0]?.detail).toContain(idOf(HILL));
    setKey(HILL, KEY);
    setKey(FIJI, KEY);
    expect(await find('impersonation')).toEqual([]);
  });

  it('suspect who took the name later, even if it is known for longer itself', async () => {
    mesh.database.db.exec(
      `UPDATE nodes SET long_name = 'Hill Router', first_heard = ${NOW - 99 * DAY} WHERE node_num = ${FIJI}`,
    );
    expect(await find('impersonation')).toMatchObject([{ nodeId: idOf(HILL) }]);
    const event = { event_id: 60, at: NOW - 2 * HOUR, kind: 'name_changed', severity: 'info', node_num: FIJI };
    mesh.database.insert('events', { ...event, title: 'x', text: 'y', data: '{}' });
    expect(await find('impersonation')).toMatchObject([{ nodeId: idOf(FIJI) }]);
  });

  it('name channels that everybody can read', async () => {
    expect(await find('default_key_channel')).toMatchObject([
      { nodeId: null, shortName: null, channel: 'LongFast', severity: 'info', time: NOW - 10 * MINUTE },
    ]);
    expect(await find('unencrypted_channel')).toEqual([]);
    seedPacket(mesh.database, { row: 60, from: LAKE, at: NOW - MINUTE, channel: 2, status: 'plaintext-in-encrypted', heard: [[HILL, 1, -9, 0]] }); // prettier-ignore
    expect(await find('unencrypted_channel')).toMatchObject([
      {
        channel: 'Ops',
        severity: 'warning',
        detail: '1 packet without encryption: anyone with a receiver can read them',
      },
    ]);
  });

  it('warn of positions in public that find a house', async () => {
    const position = (row: number, node: number, precision: number) =>
      mesh.database.insert('positions', {
        ...{ node_num: node, at: NOW - row * MINUTE, packet_row: row, packet_id: row, latitude: 1, longitude: 1 },
        ...{ precision_bits: precision, source: 'protobuf' },
      });
    position(1, LAKE, 32);
    position(2, LAKE, 20);
    position(5, HILL, 13);
    position(6, FIJI, 32); // on a channel with a key of its own
    const rows = await find('precise_position_public');
    expect(rows).toMatchObject([{ nodeId: idOf(LAKE), channel: 'LongFast', severity: 'warning', time: NOW - MINUTE }]);
    expect(rows[0]?.detail).toBe('2 positions with 32 bits (exact) on the public channel LongFast');
    mesh.database.db.exec('DELETE FROM positions WHERE precision_bits = 32');
    expect((await find('precise_position_public'))[0]?.detail).toContain('20 bits (within 45 m)');
  });

  it('count direct messages that the whole channel can read', async () => {
    mesh.database.db.exec(`UPDATE packets SET flags = 'via_mqtt direct_message_readable' WHERE packet_row = 1`);
    mesh.database.db.exec('DELETE FROM messages'); // what was said is not stored, that it was is
    expect(await find('readable_direct_message')).toMatchObject([
      { nodeId: idOf(LAKE), detail: '1 direct message that everyone with the key of LongFast can read' },
    ]);
  });

  it('name gateways whose clock is wrong, by how much, until it is right', async () => {
    const clock = (gateway: number, state: string, offset: number) =>
      mesh.database.db
        .prepare("INSERT OR REPLACE INTO gateway_clocks VALUES (?, ?, ?, ?, '[]')")
        .run(gateway, state, offset, NOW - MINUTE);
    clock(HILL, 'wrong', -7 * 3600);
    clock(WALL, 'right', 2);
    const rows = await find('gateway_clock_wrong');
    expect(rows).toMatchObject([{ nodeId: idOf(HILL), severity: 'warning', time: NOW - MINUTE }]);
    expect(rows[0]?.detail).toContain('7 h behind');
    clock(HILL, 'right', 0);
    expect(await find('gateway_clock_wrong')).toEqual([]);
  });

  it('come the gravest first, and by kind with ad hoc filters, too', async () => {
    setKey(HILL, '00'.repeat(32));
    const severities = rowsOf(await ask({ queryType: 'findings' }), 'severity').map(({ severity }) => severity);
    expect(severities).toEqual(['critical', 'info']);
    const filters = [{ key: 'kind', operator: '!=', value: 'weak_key' }];
    expect(rowsOf(await ask({ queryType: 'findings', filters }), 'kind')).toEqual([{ kind: 'default_key_channel' }]);
  });

  it('say nothing where there is nothing to say', async () => {
    const frame = await ask({ queryType: 'findings', nodes: [idOf(BROADCAST)] });
    expect(frame.data.values.map((values) => values.length)).toEqual(frame.schema.fields.map(() => 0));
  });
});
