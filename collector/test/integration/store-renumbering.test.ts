import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { FrameJson } from '@mesh-observatory/contract/frames';
import { queryRequestSchema } from '@mesh-observatory/contract/query';
import type { Ingested, NodeNum, PacketId, TracerouteEvent, UnixMillis } from '../../src/model.js';
import { createReadStore } from '../../src/store/sqlite/read/store.js';
import { numberOfKey } from '../../src/store/sqlite/rows/node-number.js';
import type { ReadStore } from '../../src/store/store.js';
import {
  changesOf,
  DAY_MS,
  GATEWAY,
  GATEWAY_2,
  HOUR_MS,
  ingested,
  MINUTE_MS,
  NODE,
  nodeInfo,
  openTestStore,
  OTHER,
  position,
  T0,
  telemetry,
  textEvent,
  type IngestedOptions,
  type TestStore,
} from '../helpers/ingested.js';

const KEY = 'a1'.repeat(16) + 'b2c3d4e5f60718293a4b5c6d7e8f9001';
const NEW = numberOfKey(KEY) as NodeNum;
const idOf = (num: number) => `!${num.toString(16).padStart(8, '0')}`;
const [OLD_ID, NEW_ID] = [idOf(NODE), idOf(NEW)];
/** When the node was upgraded. */
const UPGRADE = 24 * 60;

let store: TestStore;
let read: ReadStore;
const faults: string[] = [];
beforeEach(() => {
  store = openTestStore();
  read = openReader();
});
afterEach(async () => {
  await read.close();
  await store.dispose();
  expect(faults.splice(0)).toEqual([]);
});

const openReader = () =>
  createReadStore({ path: store.path, threads: 0, now: () => store.now, onFault: (fault) => faults.push(fault) });

/** One packet of the node at T0 + minutes. */
const says = (minutes: number, options: IngestedOptions): Ingested =>
  ingested({ at: T0 + minutes * MINUTE_MS, ...options });
const announces = (minutes: number, from: number, publicKey: string | null = KEY, over: IngestedOptions = {}) =>
  says(minutes, { from, events: [nodeInfo('Hill', { publicKey, role: 'ROUTER' })], ...over });

const eventsOf = (...batch: Ingested[]) => changesOf(store.commit(...batch), 'event').map(({ event }) => event);
const kindsOf = (...batch: Ingested[]) =>
  eventsOf(...batch)
    .map(({ kind }) => kind)
    .filter((kind) => kind !== 'gateway_up');
const aliases = () =>
  store.rows('SELECT old_num, new_num, current_num FROM node_aliases ORDER BY since, old_num').map(Object.values);

const traceroute = (route: number[], target: number): TracerouteEvent => ({
  type: 'traceroute',
  kind: 'reply',
  origin: OTHER,
  target: target as NodeNum,
  route: route as NodeNum[],
  snrTowards: route.map(() => 4),
  routeBack: [],
  snrBack: [],
  complete: true,
  requestId: 1 as PacketId,
  hops: route.map((from) => ({ from: from as NodeNum, to: target as NodeNum, snr: 4 })),
});

it('tells the policy every number of a node, and which number may follow', () => {
  const { hot } = store.ingest;
  store.commit(announces(0, NODE));
  expect([hot.numbersOf(NODE), hot.numbersOf(NEW)]).toEqual([[NODE], [NEW]]);
  expect(hot.mayFollow(NEW, KEY, NODE)).toBe(true);
  expect(hot.mayFollow(OTHER, KEY, NODE)).toBe(false);
  expect(hot.mayFollow(NEW, KEY, OTHER)).toBe(false);
  store.commit(announces(UPGRADE, NEW));
  expect([hot.numbersOf(NODE), hot.numbersOf(NEW)]).toEqual([
    [NEW, NODE],
    [NEW, NODE],
  ]);
});

/** A day under the old number, the upgrade, and two hours under the new one. */
function upgrade(): Ingested[] {
  return [
    says(0, { from: OTHER, events: [nodeInfo('Lake')] }),
    announces(0, NODE),
    says(10, { from: NODE, events: [telemetry({ device_battery_level: 80, device_voltage: 4 })] }),
    says(20, { from: NODE, events: [position(52.5, 13.4)] }),
    says(30, { from: NODE, events: [textEvent('before')] }),
    says(40, { from: OTHER, events: [traceroute([NODE], GATEWAY)] }),
    says(50, { from: NODE, gateway: GATEWAY_2 }),
    announces(UPGRADE, NEW),
    says(UPGRADE + 10, { from: NEW, events: [telemetry({ device_battery_level: 70 })] }),
    says(UPGRADE + 20, { from: NEW, events: [position(52.6, 13.4)] }),
    says(UPGRADE + 30, { from: NEW, events: [textEvent('after')] }),
    says(UPGRADE + 40, { from: OTHER, events: [traceroute([NEW], GATEWAY)] }),
    says(UPGRADE + 50, { from: NEW, gateway: GATEWAY, reception: { snr: 8 } }),
  ];
}

async function ask(query: Record<string, unknown>): Promise<FrameJson[]> {
  const request = queryRequestSchema.parse({
    from: T0 - HOUR_MS,
    to: T0 + 2 * DAY_MS,
    queries: [{ refId: 'A', ...query }],
  });
  const { results } = await read.query(request);
  expect(results.A?.error).toBeUndefined();
  return results.A!.frames;
}

const column = (frame: FrameJson | undefined, name: string): unknown[] => {
  const index = frame!.schema.fields.findIndex((field) => field.name === name);
  return frame!.data.values[index]!;
};
const labelsIn = (frames: readonly FrameJson[], label: string) =>
  frames.map(({ schema }) => schema.fields.at(-1)?.labels?.[label]);

describe('a node that an upgrade renumbers', () => {
  it('is recorded once, with both ids and without alarms', () => {
    const events = eventsOf(...upgrade());
    expect(events.filter(({ nodeId }) => nodeId === NEW_ID).map(({ kind }) => kind)).toEqual(['node_renumbered']);
    expect(events.find(({ kind }) => kind === 'node_renumbered')).toMatchObject({
      severity: 'info',
      title: `Hill is now ${NEW_ID}`,
      data: { oldId: OLD_ID, newId: NEW_ID },
    });
    expect(aliases()).toEqual([[NODE, NEW, NEW]]);
    expect(kindsOf(announces(UPGRADE + 180, NEW))).toEqual([]);
  });

  it('is not silent under its old number', () => {
    store.commit(...upgrade());
    const swept = changesOf(store.ingest.sweep((T0 + 30 * HOUR_MS) as UnixMillis), 'event');
    expect(swept.filter(({ event }) => event.nodeId === OLD_ID)).toEqual([]);
  });

  it('is one node in memory, which metrics and live clients read', () => {
    store.commit(...upgrade());
    const { hot } = store.ingest;
    expect([...hot.nodes()].map(({ nodeId }) => nodeId)).not.toContain(OLD_ID);
    expect(hot.get(NODE)?.nodeId).toBe(NEW_ID);
    expect(hot.get(NEW)).toMatchObject({ firstHeard: T0, packets: 10, formerIds: [OLD_ID] });
    expect(hot.links(100).flatMap(({ fromId, toId }) => [fromId, toId])).not.toContain(OLD_ID);
  });

  it('is one node in lists, and found by either id', async () => {
    store.commit(...upgrade());
    const { data } = await read.list('nodes', {});
    expect(data.filter(({ longName }) => longName === 'Hill').map(({ nodeId }) => nodeId)).toEqual(
      expect.arrayContaining([NEW_ID]),
    );
    expect(data.map(({ nodeId }) => nodeId)).not.toContain(OLD_ID);
    for (const num of [NODE, NEW])
      expect(await read.node(num)).toMatchObject({ nodeId: NEW_ID, formerIds: [OLD_ID], firstHeard: T0 });
    expect((await read.list('nodes', { search: OLD_ID })).data.map(({ nodeId }) => nodeId)).toEqual([NEW_ID]);
    const variables = await read.variables({ kind: 'nodes', search: OLD_ID.slice(1), filters: [], limit: 10 });
    expect(variables.map(({ value }) => value)).toEqual([NEW_ID]);
    expect((await read.counts()).nodes).toBe(4);
  });

  it.each([
    ['old', OLD_ID],
    ['new', NEW_ID],
  ])('has the whole history in every list under its %s id', async (_name, id) => {
    store.commit(...upgrade());
    const nodeIds = [id];
    const count = async (name: 'packets' | 'messages' | 'positions' | 'traceroutes' | 'links') =>
      (await read.list(name, { nodeIds })).data.length;
    expect(await count('packets')).toBe(10);
    expect(await count('messages')).toBe(2);
    expect(await count('traceroutes')).toBe(0);
    const positions = (await read.list('positions', { nodeIds })).data;
    expect(positions.map(({ nodeId, latitude }) => [nodeId, latitude])).toEqual([
      [NEW_ID, 52.6],
      [NEW_ID, 52.5],
    ]);
    const levels = (await read.list('telemetry', { nodeIds, metrics: ['device_battery_level'] })).data;
    expect(levels.map(({ nodeId, value }) => [nodeId, value])).toEqual([
      [NEW_ID, 70],
      [NEW_ID, 80],
    ]);
    const links = (await read.list('links', { nodeIds })).data;
    expect(new Set(links.map(({ fromId }) => fromId))).toEqual(new Set([NEW_ID]));
    expect(links.find(({ toId, kind }) => toId === idOf(GATEWAY) && kind === 'direct')).toMatchObject({
      count: 9,
      firstSeen: T0,
      lastSeen: T0 + (UPGRADE + 50) * MINUTE_MS,
      snr: 8,
    });
    expect(links.filter(({ toId, kind }) => toId === idOf(GATEWAY) && kind === 'direct')).toHaveLength(1);
  });

  it('keeps the number a packet was sent under, which identifies it', async () => {
    store.commit(...upgrade());
    const { data } = await read.list('messages', { nodeIds: [NEW_ID] });
    expect(data.map(({ fromId, text }) => [fromId, text])).toEqual([
      [NEW_ID, 'after'],
      [OLD_ID, 'before'],
    ]);
    const [frame] = await ask({ queryType: 'messages' });
    expect(column(frame, 'fromName')).toEqual(['Hill', 'Hill']);
  });

  it.each([
    ['old', OLD_ID],
    ['new', NEW_ID],
  ])('has the whole history in every query under its %s id', async (_name, id) => {
    store.commit(...upgrade());
    const nodes = [id];
    const series = await ask({ queryType: 'timeseries', metrics: ['device_battery_level'], nodes });
    expect(series).toHaveLength(1);
    expect(labelsIn(series, 'node')).toEqual([NEW_ID]);
    expect(column(series[0], 'device_battery_level')).toEqual([80, 70]);
    const [tracks] = await ask({ queryType: 'positions', nodes });
    expect(column(tracks, 'nodeId')).toEqual([NEW_ID, NEW_ID]);
    expect(column(tracks, 'latitude')).toEqual([52.5, 52.6]);
    expect(column((await ask({ queryType: 'packets', nodes }))[0], 'fromId')).toHaveLength(10);
    expect(column((await ask({ queryType: 'messages', nodes }))[0], 'text')).toEqual(['after', 'before']);
    const signal = await ask({ queryType: 'signal', metrics: ['snr'], nodes, gateways: [idOf(GATEWAY)] });
    expect(labelsIn(signal, 'node')).toEqual([NEW_ID]);
    expect(column(signal[0], 'snr').length).toBeGreaterThan(4);
    const values = await ask({ queryType: 'values', metrics: ['node_packets', 'device_voltage'], nodes });
    expect(column(values[0], 'node_id')).toEqual([NEW_ID]);
    expect(column(values[0], 'node_packets')).toEqual([10]);
    expect(column(values[1], 'device_voltage')).toEqual([4]);
    const [stat] = await ask({ queryType: 'stat', stat: 'messages', nodes });
    expect(column(stat, 'messages')).toEqual([2]);
    const traffic = await ask({ queryType: 'traffic', trafficBy: 'node', nodes });
    expect(labelsIn(traffic, 'node')).toEqual([NEW_ID]);
    const [links] = await ask({ queryType: 'links', nodes });
    expect([...column(links, 'fromId'), ...column(links, 'toId')]).not.toContain(OLD_ID);
    expect(column(links, 'fromId')).toContain(NEW_ID);
    const [events] = await ask({ queryType: 'events', nodes });
    expect(column(events, 'kind')).toContain('node_renumbered');
  });

  it('is one node on the map, in the graph, in cut points and among findings, silent nodes included', async () => {
    store.commit(...upgrade());
    const queries = [
      { queryType: 'nodes', includeSilent: true },
      { queryType: 'nodegraph' },
      { queryType: 'linkpairs' },
      { queryType: 'cutpoints' },
      { queryType: 'traceroutes' },
      { queryType: 'findings' },
      { queryType: 'gateways', includeSilent: true },
      { queryType: 'positions' },
      { queryType: 'traffic', trafficBy: 'node' },
      { queryType: 'signal', metrics: ['rssi'] },
      { queryType: 'timeseries', metrics: ['device_battery_level'], includeSilent: true },
      {
        queryType: 'values',
        metrics: ['node_silent_seconds', 'node_best_snr', 'device_battery_level'],
        includeSilent: true,
      },
    ];
    for (const query of queries) {
      const text = JSON.stringify(await ask(query));
      expect([query.queryType, text.includes(OLD_ID)]).toEqual([query.queryType, false]);
    }
    const [findings] = await ask({
      queryType: 'findings',
      findingKinds: ['duplicate_key', 'impersonation', 'key_changed'],
    });
    expect(column(findings, 'kind')).toEqual([]);
    const [graph] = await ask({ queryType: 'nodegraph' });
    expect(column(graph, 'id').filter((id) => id === NEW_ID)).toHaveLength(1);
  });

  it('passes ad hoc filters on either id', async () => {
    store.commit(...upgrade());
    for (const value of [OLD_ID, NEW_ID]) {
      const filters = [{ key: 'node', operator: '=', value }];
      const [nodes] = await ask({ queryType: 'nodes', filters });
      expect(column(nodes, 'nodeId')).toEqual([NEW_ID]);
      const [packets] = await ask({ queryType: 'packets', filters });
      expect(column(packets, 'fromId')).toHaveLength(10);
    }
  });

  it('stays one after a restart of the collector', async () => {
    const packets = upgrade();
    store.commit(...packets.slice(0, 7));
    await read.close();
    store = await store.reopen();
    read = openReader();
    store.commit(...packets.slice(7));
    await read.close();
    store = await store.reopen();
    read = openReader();
    expect(store.ingest.hot.get(NODE)).toMatchObject({ nodeId: NEW_ID, formerIds: [OLD_ID] });
    expect([...store.ingest.hot.nodes()].map(({ nodeId }) => nodeId)).not.toContain(OLD_ID);
    expect((await read.node(NODE))?.formerIds).toEqual([OLD_ID]);
  });

  it('is recognized in a database that knew nothing of renumbering, with its next NodeInfo', async () => {
    store.commit(announces(0, NODE), announces(UPGRADE, NEW));
    store.writer.exec(`DELETE FROM node_aliases;
      UPDATE nodes SET first_heard = ${T0 + UPGRADE * MINUTE_MS}, packets = 1 WHERE node_num = ${NEW};
      UPDATE nodes SET online = 1 WHERE node_num = ${NODE}`);
    await read.close();
    store = await store.reopen();
    read = openReader();
    expect(store.ingest.hot.get(NODE)).toMatchObject({ nodeId: OLD_ID, state: 'unknown' });
    expect(kindsOf(announces(UPGRADE + 180, NEW))).toEqual(['node_renumbered']);
    expect(await read.node(NODE)).toMatchObject({ nodeId: NEW_ID, packets: 3, firstHeard: T0 });
  });

  it('is recognized when its NodeInfo comes after other packets', () => {
    store.commit(announces(0, NODE), says(UPGRADE, { from: NEW }));
    expect(aliases()).toEqual([]);
    expect(kindsOf(announces(UPGRADE + 60, NEW))).toEqual(['node_renumbered']);
    expect(store.ingest.hot.get(NEW)?.packets).toBe(3);
  });

  it('is recognized when the old NodeInfo comes late, from a queue or kept by the broker', () => {
    store.commit(says(0, { from: NODE }), announces(UPGRADE, NEW));
    expect(aliases()).toEqual([]);
    const retained = announces(UPGRADE + 120, NODE, KEY, { packet: { flags: ['retained'] } });
    expect(kindsOf(retained)).toEqual(['node_renumbered']);
    expect(aliases()).toEqual([[NODE, NEW, NEW]]);
  });

  it('is known as a gateway under its new number only', () => {
    store.commit(announces(0, NODE, KEY, { gateway: NODE }), says(1, { from: OTHER, gateway: NODE }));
    const changes = changesOf(store.commit(announces(UPGRADE, NEW, KEY, { gateway: NEW })), 'gateway');
    expect(changes.map(({ gateway }) => [gateway.gatewayId, gateway.online])).toContainEqual([OLD_ID, false]);
    store.commit(says(UPGRADE + 1, { from: OTHER, gateway: NEW }));
    expect(store.ingest.hot.gateways().map(({ gatewayId }) => gatewayId)).toEqual([NEW_ID]);
    const swept = changesOf(store.ingest.sweep((T0 + 25 * HOUR_MS) as UnixMillis), 'event');
    expect(swept.map(({ event }) => event.nodeId)).not.toContain(OLD_ID);
  });

  it('may change its number again: all are one node', async () => {
    const second = 'c3'.repeat(16) + '00112233445566778899aabbccddeeff';
    const third = numberOfKey(second) as NodeNum;
    store.commit(...upgrade());
    store.commit(announces(UPGRADE + 200, NEW, second));
    expect(kindsOf(announces(UPGRADE + 500, third, second))).toEqual(['node_renumbered']);
    expect(aliases()).toEqual([
      [NODE, NEW, third],
      [NEW, third, third],
    ]);
    for (const num of [NODE, NEW, third])
      expect(await read.node(num)).toMatchObject({ nodeId: idOf(third), formerIds: [OLD_ID, NEW_ID], firstHeard: T0 });
    const [packets] = await ask({ queryType: 'packets', nodes: [OLD_ID] });
    expect(column(packets, 'fromId')).toHaveLength(12);
    store.commit(says(UPGRADE + 600, { from: NODE }));
    expect(aliases()).toEqual([[NEW, third, third]]);
    expect(await read.node(NODE)).toMatchObject({ nodeId: OLD_ID, formerIds: [] });
    expect(await read.node(third)).toMatchObject({ formerIds: [NEW_ID], firstHeard: T0 + UPGRADE * MINUTE_MS });
  });
});

describe('no renumbering', () => {
  it('is a number that is not that of the key', () => {
    store.commit(announces(0, NODE));
    expect(kindsOf(announces(UPGRADE, OTHER))).toEqual(['node_new', 'key_shared']);
    expect(aliases()).toEqual([]);
  });

  it('is a new number with a new key: nothing proves that it is the same node', () => {
    const key = 'd4'.repeat(32);
    store.commit(announces(0, NODE));
    expect(kindsOf(announces(UPGRADE, numberOfKey(key), key))).toEqual(['node_new']);
    expect(aliases()).toEqual([]);
  });

  it('is a copy while the other node is on the air', async () => {
    store.commit(announces(0, NODE), says(UPGRADE, { from: NEW }), says(UPGRADE + 30, { from: NODE }));
    expect(kindsOf(announces(UPGRADE + 60, NEW))).toEqual(['key_shared']);
    expect(aliases()).toEqual([]);
    const [findings] = await ask({ queryType: 'findings', findingKinds: ['duplicate_key'] });
    expect(column(findings, 'nodeId')).toHaveLength(2);
  });

  it('is one whose old number transmits again: the alias is taken back, with an event', async () => {
    store.commit(...upgrade());
    const kinds = eventsOf(says(UPGRADE + 90, { from: NODE }));
    expect(kinds.map(({ kind, nodeId }) => [kind, nodeId])).toEqual([
      ['key_shared', NEW_ID],
      ['node_back', OLD_ID],
    ]);
    expect(kinds[0]).toMatchObject({ severity: 'warning', data: { nodeIds: [OLD_ID], revoked: true } });
    expect(aliases()).toEqual([]);
    expect(store.ingest.hot.get(NODE)).toMatchObject({ nodeId: OLD_ID, online: true, packets: 6 });
    expect(store.ingest.hot.get(NEW)).toMatchObject({
      formerIds: [],
      packets: 5,
      firstHeard: T0 + UPGRADE * MINUTE_MS,
      metrics: { device_battery_level: { value: 70 }, device_voltage: { value: null } },
    });
    const [nodes] = await ask({ queryType: 'nodes' });
    expect(column(nodes, 'nodeId')).toEqual(expect.arrayContaining([OLD_ID, NEW_ID]));
    const [findings] = await ask({ queryType: 'findings', findingKinds: ['duplicate_key'] });
    expect(column(findings, 'nodeId')).toHaveLength(2);
    expect(kindsOf(announces(UPGRADE + 180, NEW), announces(UPGRADE + 360, NODE))).toEqual([]);
    expect(aliases()).toEqual([]);
  });

  it('is taken back for a gateway that publishes under its old number', () => {
    store.commit(announces(0, NODE, KEY, { gateway: NODE }), announces(UPGRADE, NEW, KEY, { gateway: NEW }));
    expect(aliases()).toHaveLength(1);
    expect(kindsOf(says(UPGRADE + 60, { from: OTHER, gateway: NODE }))).toContain('key_shared');
    expect(aliases()).toEqual([]);
  });

  it.each([
    ['a late copy within minutes', says(UPGRADE + 5, { from: NODE })],
    ['a message the broker kept', says(UPGRADE + 60, { from: NODE, packet: { flags: ['retained'] } })],
    ['the backlog after a downtime', says(UPGRADE + 60, { from: NODE, reception: { backlog: true } })],
  ])('is not proven by %s', (_what, late) => {
    store.commit(...upgrade().slice(0, 8));
    expect(kindsOf(late)).toEqual([]);
    expect(aliases()).toEqual([[NODE, NEW, NEW]]);
    expect([...store.ingest.hot.nodes()].map(({ nodeId }) => nodeId)).not.toContain(OLD_ID);
  });

  it('is not proven by a further gateway that delivers an old packet', () => {
    store.commit(announces(0, NODE), says(UPGRADE - 5, { from: NODE, id: 77 }), announces(UPGRADE, NEW));
    expect(kindsOf(says(UPGRADE + 30, { from: NODE, id: 77, gateway: GATEWAY_2 }))).not.toContain('key_shared');
    expect(aliases()).toHaveLength(1);
  });

  it('leaves no trace of a transaction that failed', () => {
    store.commit(announces(0, NODE));
    const broken = says(UPGRADE + 1, { from: NEW, packet: { size: null as unknown as number } });
    expect(() => store.commit(announces(UPGRADE, NEW), broken)).toThrow();
    expect(aliases()).toEqual([]);
    expect(store.ingest.hot.get(NODE)?.nodeId).toBe(OLD_ID);
    expect(kindsOf(announces(UPGRADE, NEW))).toEqual(['node_renumbered']);
  });
});

describe('a signed packet', () => {
  it('is flagged, and its node says since when', async () => {
    const signed = { packet: { flags: ['signed'] as const } };
    store.commit(says(0, { events: [textEvent('plain')] }), says(1, { events: [textEvent('signed one')], ...signed }));
    store.commit(says(2, { packet: { flags: ['signature_malformed'] } }));
    const { data } = await read.list('packets', { nodeIds: [OLD_ID] });
    expect(data.map(({ flags }) => flags)).toEqual([['signature_malformed'], ['signed'], []]);
    expect(data[1]?.summary).toBe('"signed one", signed');
    expect((await read.node(NODE))?.signedAt).toBe(T0 + MINUTE_MS);
    store = await store.reopen();
    expect(store.ingest.hot.get(NODE)?.signedAt).toBe(T0 + MINUTE_MS);
  });
});
