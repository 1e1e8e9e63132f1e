import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type {
  GatewayStatusEvent,
  Ingested,
  MapReportEvent,
  PacketId,
  UnixMillis,
  WaypointEvent,
} from '../../src/model.js';
import type { Change } from '../../src/store/store.js';
import {
  asJson,
  changesOf,
  DAY_MS,
  eventKinds,
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
  type IngestedOptions,
  type TestStore,
} from '../helpers/ingested.js';

const YEAR_MS = 365 * DAY_MS;
const KEY_A = 'a1'.repeat(32);
const KEY_B = 'b2'.repeat(32);

let store: TestStore;
beforeEach(() => {
  store = openTestStore();
});
afterEach(() => store.dispose());

const node = (num = NODE) => store.ingest.hot.get(num);
const derived = (results: Parameters<typeof eventKinds>[0]) =>
  eventKinds(results).filter((kind) => kind !== 'node_new' && kind !== 'gateway_up');
const eventsIn = (changes: readonly Change[]) => changesOf(changes, 'event').map(({ event }) => event);
/** One packet that says this much at T0 + minutes. */
const says = (minutes: number, options: IngestedOptions): Ingested =>
  ingested({ at: T0 + minutes * MINUTE_MS, ...options });

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((first, index) => permutations(items.toSpliced(index, 1)).map((rest) => [first, ...rest]));
}

const mapReport = (over: Partial<MapReportEvent> = {}): MapReportEvent => ({
  type: 'map_report',
  longName: 'Hill',
  shortName: 'HILL',
  hwModel: 'RAK4631',
  role: 'ROUTER',
  firmwareVersion: '2.7.15.567b8ea',
  region: 'EU_868',
  modemPreset: 'LONG_FAST',
  hasDefaultChannel: true,
  onlineLocalNodes: 12,
  locationOptIn: true,
  ...over,
});

describe('what a node says about itself', () => {
  it('is announced as new once, with its gateway', () => {
    const results = store.commit(says(0, {}), says(1, {}));
    expect(eventKinds(results)).toEqual(['node_new', 'node_new', 'gateway_up']);
    expect(eventsIn(results.flatMap(({ changes }) => changes))[0]).toMatchObject({
      nodeId: '!11aa22bb',
      severity: 'info',
      data: { gatewayId: '!0badcafe' },
    });
  });

  it('changes with events that carry the old and the new value', () => {
    store.commit(says(0, { events: [nodeInfo('Alpha', { role: 'CLIENT', hwModel: 'TBEAM' })] }));
    const results = store.commit(says(1, { events: [nodeInfo('Beta', { role: 'ROUTER', hwModel: 'RAK4631' })] }));
    const events = eventsIn(results.flatMap(({ changes }) => changes));
    expect(events.map(({ kind, data }) => [kind, data])).toEqual([
      ['name_changed', { old: { longName: 'Alpha', shortName: 'Alph' }, new: { longName: 'Beta', shortName: 'Beta' } }],
      ['hardware_changed', { old: 'TBEAM', new: 'RAK4631' }],
      ['role_changed', { old: 'CLIENT', new: 'ROUTER' }],
    ]);
    expect(events[0]?.title).toBe('Alpha is now Beta');
    expect(store.rows('SELECT kind, node_num FROM events ORDER BY event_id DESC LIMIT 1')).toEqual([
      { kind: 'role_changed', node_num: NODE },
    ]);
  });

  it('is no event when it is said again, or for the first time', () => {
    const results = store.commit(says(0, { events: [nodeInfo('Alpha')] }), says(1, { events: [nodeInfo('Alpha')] }));
    expect(derived(results)).toEqual([]);
  });

  it('in JSON never overwrites protobuf, and is overwritten by it without an event', () => {
    const json = {
      packet: asJson,
      events: [nodeInfo('Broken \ufffd name', { source: 'json', hwModel: null, role: null })],
    };
    store.commit(says(0, json));
    expect(node()).toMatchObject({ longName: 'Broken \ufffd name', hwModel: null });
    const results = store.commit(says(1, { events: [nodeInfo('Proper name')] }), says(2, json));
    expect(derived(results)).toEqual([]);
    expect(node()?.longName).toBe('Proper name');
  });

  it('in JSON corrects protobuf after a day without protobuf, a map report after half a day', () => {
    const json = (minutes: number, name: string) =>
      says(minutes, { packet: asJson, events: [nodeInfo(name, { source: 'json' })] });
    store.commit(says(0, { events: [nodeInfo('By protobuf')] }), json(24 * 60, 'By JSON'));
    expect(node()?.longName).toBe('By protobuf');
    store.commit(json(24 * 60 + 1, 'By JSON'));
    expect(node()).toMatchObject({ longName: 'By JSON', reportedAt: { longName: T0 + 1441 * MINUTE_MS } });
    store.commit(says(24 * 60 + 2, { events: [nodeInfo('By protobuf')] }));
    expect(node()?.longName).toBe('By protobuf');
    const report = (minutes: number) => says(minutes, { id: 0, events: [mapReport({ longName: 'By map report' })] });
    store.commit(report(36 * 60));
    expect(node()?.longName).toBe('By protobuf');
    const results = store.commit(report(36 * 60 + 3));
    expect(node()?.longName).toBe('By map report');
    expect(derived(results)).toContain('name_changed');
  });

  it('in a retained message never replaces what was heard, however long ago', () => {
    const retained = says(40 * 24 * 60, { packet: { flags: ['retained'] }, events: [nodeInfo('Years old')] });
    store.commit(says(0, { packet: asJson, events: [nodeInfo('Heard', { source: 'json' })] }), retained);
    expect(node()?.longName).toBe('Heard');
  });

  it('ends the same in every order of arrival, whatever the sources', async () => {
    const heard = () => [
      says(0, { events: [nodeInfo('Protobuf')] }),
      says(13 * 60, { id: 0, events: [mapReport({ longName: 'Map report' })] }),
      says(20 * 60, { packet: asJson, events: [nodeInfo('JSON', { source: 'json' })] }),
      says(30 * 60, { packet: { flags: ['retained'] }, events: [nodeInfo('Retained')] }),
    ];
    for (const order of permutations([0, 1, 2, 3])) {
      await store.dispose();
      store = openTestStore();
      const messages = heard();
      for (const index of order) store.commit(...messages.slice(index, index + 1));
      expect([order, node()?.longName]).toEqual([order, 'Map report']);
    }
  });

  it('keeps firmware, region and preset of its map report', () => {
    store.commit(says(0, { from: GATEWAY, id: 0, events: [mapReport()] }));
    expect(node(GATEWAY)).toMatchObject({
      firmwareVersion: '2.7.15.567b8ea',
      region: 'EU_868',
      modemPreset: 'LONG_FAST',
      longName: 'Hill',
      role: 'ROUTER',
    });
    const results = store.commit(
      says(60, { from: GATEWAY, id: 0, events: [mapReport({ firmwareVersion: '2.7.20.abc' })] }),
    );
    expect(derived(results)).toEqual(['firmware_changed']);
  });

  it('does not include a location its owner did not agree to publish', () => {
    const place = position(52.5, 13.4, { source: 'map_report', precisionBits: 14 });
    store.commit(says(0, { from: GATEWAY, id: 0, events: [mapReport({ locationOptIn: false }), place] }));
    expect(node(GATEWAY)?.latitude).toBeNull();
    expect(store.rows('SELECT summary FROM packets')[0]?.summary).not.toContain('52.5');
    store.commit(says(60, { from: GATEWAY, id: 0, events: [mapReport(), place] }));
    expect(node(GATEWAY)?.latitude).toBe(52.5);
  });

  it('is not replaced by an older packet that comes late', () => {
    store.commit(says(10, { events: [nodeInfo('New', { role: 'ROUTER' })] }));
    store.commit(says(5, { events: [nodeInfo('Old', { role: 'CLIENT' })] }));
    expect(node()).toMatchObject({ longName: 'New', role: 'ROUTER' });
  });
});

describe('a public key', () => {
  const keyed = (minutes: number, publicKey: string | null, from: number = NODE) =>
    says(minutes, { from, events: [nodeInfo('Alpha', { publicKey })] });

  it('that changes is critical, and both keys are remembered', () => {
    store.commit(keyed(0, KEY_A));
    const results = store.commit(keyed(1, KEY_B));
    const [event] = eventsIn(results.flatMap(({ changes }) => changes));
    expect(event).toMatchObject({
      kind: 'key_changed',
      severity: 'critical',
      data: { old: KEY_A, new: KEY_B, gatewayId: '!0badcafe' },
    });
    expect(store.rows('SELECT public_key, first_seen, gateway_num FROM node_keys ORDER BY first_seen')).toEqual([
      { public_key: KEY_A, first_seen: T0, gateway_num: GATEWAY },
      { public_key: KEY_B, first_seen: T0 + MINUTE_MS, gateway_num: GATEWAY },
    ]);
  });

  it('is not cleared by a packet without one', () => {
    store.commit(keyed(0, KEY_A), keyed(1, null));
    expect(node()?.publicKey).toBe(KEY_A);
  });

  it('on a second node is a warning, once', () => {
    store.commit(keyed(0, KEY_A));
    const results = store.commit(keyed(1, KEY_A, OTHER), keyed(2, KEY_A, OTHER));
    const events = eventsIn(results.flatMap(({ changes }) => changes)).filter(({ kind }) => kind === 'key_shared');
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({ severity: 'warning', nodeId: '!33cc44dd', data: { nodeIds: ['!11aa22bb'] } });
  });
});

describe('how a node was heard', () => {
  it('is measured by direct copies only, never by relayed ones or its own', () => {
    store.commit(says(0, { reception: { snr: 7, rssi: -80 } }));
    store.commit(says(1, { reception: { hopsAway: 2, snr: -3, rssi: -120 } }));
    store.commit(says(2, { reception: { own: true, hopsAway: 0, snr: 1, rssi: -1 } }));
    store.commit(says(3, { reception: { hopsAway: null, snr: 2, rssi: -2 } }));
    expect(node()).toMatchObject({ snr: 7, rssi: -80 });
  });

  it('is with the fewest hops of its newest packet', () => {
    const copies = [3, 1, 2].map((hopsAway, index) =>
      says(0, { id: 7, gateway: 500 + index, reception: { hopsAway } }),
    );
    store.commit(...copies);
    expect(node()?.hopsAway).toBe(1);
    store.commit(says(1, { id: 8, reception: { hopsAway: 4 } }));
    expect(node()?.hopsAway).toBe(4);
    store.commit(says(0.5, { id: 9, reception: { hopsAway: 0 } }));
    expect(node()?.hopsAway).toBe(4);
  });

  it('has a time for each of its latest values', () => {
    store.commit(
      says(0, { reception: { snr: 11, rssi: -40 } }),
      says(60, { reception: { hopsAway: 4, snr: -15, rssi: -125 } }),
      says(60, { from: GATEWAY, gateway: GATEWAY }),
    );
    expect(node()).toMatchObject({
      snr: 11,
      directAt: T0,
      hopsAway: 4,
      newestPacketAt: T0 + HOUR_MS,
      lastGatewayAt: T0 + HOUR_MS,
    });
    expect(node(GATEWAY)).toMatchObject({ snr: null, directAt: null });
  });

  it('is by the gateway of the newest copy', () => {
    store.commit(says(0, { id: 7 }), says(0.1, { id: 7, gateway: GATEWAY_2 }));
    expect(node()).toMatchObject({ lastGatewayId: '!0badf00d', lastHeard: T0 + 6000, firstHeard: T0 });
  });
});

describe('a position', () => {
  const at = (
    minutes: number,
    latitude: number,
    longitude: number,
    over: Parameters<typeof position>[2] = {},
    reception: IngestedOptions['reception'] = {},
  ) => says(minutes, { events: [position(latitude, longitude, over)], reception });

  const exact = (minutes: number, channel = 'LongFast') =>
    says(minutes, { events: [position(52.5201, 13.405)], packet: { channel } });
  const coarse = (minutes: number, over: IngestedOptions = {}, source: 'protobuf' | 'map_report' = 'protobuf') =>
    says(minutes, { events: [position(52.5075, 13.3956, { precisionBits: 13, source })], ...over });
  const EXACT = { latitude: 52.5201, longitude: 13.405, precisionBits: 32 };
  const COARSE = { latitude: 52.5075, longitude: 13.3956, precisionBits: 13 };

  it('that is coarser on the same channel replaces the exact one at once: the owner has lowered the precision', () => {
    store.commit(exact(0), coarse(1));
    expect(node()).toMatchObject({ ...COARSE, positionAt: T0 + MINUTE_MS });
    expect(store.rows('SELECT latitude, longitude, precision_bits FROM nodes WHERE latitude IS NOT NULL')).toEqual([
      { latitude: COARSE.latitude, longitude: COARSE.longitude, precision_bits: COARSE.precisionBits },
    ]);
    expect(store.value('SELECT COUNT(*) FROM positions')).toBe(2);
  });

  it.each([
    ['another channel', { packet: { channel: 'Club' } }, 'protobuf'],
    ['a map report', {}, 'map_report'],
  ] as const)('that is coarser by %s leaves the exact one, with its own time, for six hours', (_, over, source) => {
    store.commit(exact(0), coarse(60, over, source), coarse(6 * 60, over, source));
    expect(node()).toMatchObject({ ...EXACT, positionAt: T0 });
    store.commit(coarse(6 * 60 + 1, over, source));
    expect(node()).toMatchObject({ ...COARSE, positionAt: T0 + 361 * MINUTE_MS });
  });

  it('that is exact is not shown longer because its packet is past retention', () => {
    store.commit(exact(0));
    store.writer.exec('DELETE FROM packets');
    store.commit(coarse(1, { packet: { channel: 'Club' } }));
    expect(node()).toMatchObject(COARSE);
  });

  it('leads to the same place in every order of arrival', async () => {
    const heard = () => [
      exact(0),
      coarse(20, { packet: { channel: 'Club' } }),
      exact(30, 'Club'),
      coarse(40, {}, 'map_report'),
      coarse(50),
    ];
    store.commit(...heard());
    const place = () => {
      const { latitude, precisionBits, positionAt } = node() ?? {
        latitude: null,
        precisionBits: null,
        positionAt: null,
      };
      return { latitude, precisionBits, positionAt };
    };
    const expected = place();
    expect(expected).toEqual({ latitude: EXACT.latitude, precisionBits: 32, positionAt: T0 + 30 * MINUTE_MS });
    for (const order of permutations([0, 1, 2, 3, 4])) {
      await store.dispose();
      store = openTestStore();
      const messages = heard();
      for (const index of order) store.commit(...messages.slice(index, index + 1));
      expect([order, place()]).toEqual([order, expected]);
    }
  });

  it('that is coarse replaces a finer one it does not contain', () => {
    store.commit(at(0, 52.5201, 13.405), at(60, 52.7, 13.3956, { precisionBits: 13 }));
    expect(node()).toMatchObject({ latitude: 52.7, precisionBits: 13 });
  });

  it('that comes late takes its place in the history, not on the map', () => {
    store.commit(at(10, 52.52, 13.4), at(5, 48.1, 11.5));
    expect(node()).toMatchObject({ latitude: 52.52, positionAt: T0 + 10 * MINUTE_MS });
    expect(store.value('SELECT COUNT(*) FROM positions')).toBe(2);
  });

  it('that no vehicle could have reached is a warning', () => {
    store.commit(at(0, 52.52, 13.405));
    const results = store.commit(at(10, 48.1372, 11.5755));
    const [event] = eventsIn(results.flatMap(({ changes }) => changes));
    expect(event).toMatchObject({
      kind: 'position_jump',
      severity: 'warning',
      data: { distanceKm: 504, old: { latitude: 52.52 }, new: { latitude: 48.1372 } },
    });
  });

  it('is no jump when there was time enough, when it is near, or when it is coarse', () => {
    store.commit(at(0, 52.52, 13.405));
    expect(derived(store.commit(at(60, 48.1372, 11.5755)))).toEqual([]);
    expect(derived(store.commit(at(60.1, 48.2, 11.5755)))).toEqual([]);
    expect(derived(store.commit(at(61, 40, 11, { precisionBits: 12 })))).toEqual([]);
  });

  it('is no jump when the device had the time and the broker kept the message', () => {
    store.commit(at(0, 52.52, 13.405, { fixTime: (T0 - 3 * HOUR_MS) as UnixMillis }));
    expect(derived(store.commit(at(0.01, 51.3, 12.37, { fixTime: T0 }, { backlog: true })))).toEqual([]);
  });

  it('is a jump, whatever the device says about the time of its fixes, when the message was not kept', () => {
    store.commit(at(0, 52.52, 13.405, { fixTime: (T0 - 6 * HOUR_MS) as UnixMillis }));
    expect(derived(store.commit(at(0.2, 48.1372, 11.5755, { fixTime: T0 })))).toEqual(['position_jump']);
  });
});

describe('uptime', () => {
  const up = (minutes: number, seconds: number, reception: IngestedOptions['reception'] = {}) =>
    says(minutes, { events: [telemetry({ device_uptime_seconds: seconds })], reception });

  it('that falls is a restart', () => {
    store.commit(up(0, 86_400));
    const results = store.commit(up(60, 120));
    expect(eventsIn(results.flatMap(({ changes }) => changes))).toMatchObject([
      { kind: 'reboot', data: { old: 86_400, new: 120 }, text: 'Up for 2 min, before that 1 d' },
    ]);
    expect(derived(store.commit(up(61, 180)))).toEqual([]);
  });

  it('of an old packet that comes late is none', () => {
    store.commit(up(0, 86_400));
    expect(derived(store.commit(up(0.1, 86_000)))).toEqual([]);
    expect(derived(store.commit(up(-5, 100)))).toEqual([]);
    expect(derived(store.commit(up(10, 87_000)))).toEqual([]);
  });

  it('is judged by when the gateway heard it, when its clock is right and the broker kept the message', () => {
    const heard = (minutes: number) => ({
      gatewayTime: (T0 + minutes * MINUTE_MS) as UnixMillis,
      backlog: minutes > 0,
    });
    store.commit(...[-30, -20, -10].map((minutes) => says(minutes, { reception: heard(minutes) })));
    store.commit(up(200, 86_400, heard(20)));
    expect(derived(store.commit(up(200.01, 1800, heard(180))))).toEqual(['reboot']);
  });

  it('of an unproven clock is judged by the time of reception', () => {
    store.commit(up(0, 86_400, { gatewayTime: (T0 - 3 * HOUR_MS) as UnixMillis }));
    expect(derived(store.commit(up(0.01, 1800, { gatewayTime: T0 })))).toEqual([]);
  });
});

describe('silence', () => {
  it('turns a node off after the time of its role, once, and its next packet turns it on again', () => {
    store.commit(
      says(0, { events: [nodeInfo('Alpha')] }),
      says(0, { from: OTHER, events: [nodeInfo('Hidden', { role: 'CLIENT_HIDDEN' })] }),
    );
    expect(store.ingest.sweep((T0 + 6.5 * HOUR_MS) as UnixMillis).filter(({ kind }) => kind === 'node')).toEqual([]);
    const changes = store.ingest.sweep((T0 + 10 * HOUR_MS) as UnixMillis);
    const silent = eventsIn(changes).filter(({ kind }) => kind === 'node_silent');
    expect(silent.map(({ nodeId }) => nodeId).sort()).toEqual(['!0badcafe', '!11aa22bb']);
    expect(silent.find(({ nodeId }) => nodeId === '!11aa22bb')).toMatchObject({
      severity: 'warning',
      title: 'Alpha is silent',
      text: 'Not heard for 10 h; expected at least every 9 h 54 min',
      data: { role: 'CLIENT', silentMs: 10 * HOUR_MS, silentAfterMs: 9.9 * HOUR_MS },
    });
    expect(changesOf(changes, 'node').map(({ patch }) => patch)).toContainEqual({
      nodeId: '!11aa22bb',
      online: false,
      state: 'silent',
    });
    expect([node()?.online, node(OTHER)?.online]).toEqual([false, true]);
    expect(eventsIn(store.ingest.sweep((T0 + 10.1 * HOUR_MS) as UnixMillis))).toEqual([]);

    const back = store.commit(says(720, {}));
    const event = eventsIn(back.flatMap(({ changes: all }) => all)).find(
      ({ kind, nodeId }) => kind === 'node_back' && nodeId === '!11aa22bb',
    );
    expect(event).toMatchObject({ data: { silentMs: 720 * MINUTE_MS }, text: 'Heard again after 12 h' });
    expect(node()).toMatchObject({ online: true, state: 'online' });
    expect(store.value('SELECT online FROM nodes WHERE node_num = 0x11aa22bb')).toBe(1);
  });

  it('of a gateway is noticed, and its return too', () => {
    store.commit(says(0, {}));
    const changes = store.ingest.sweep((T0 + 10 * HOUR_MS) as UnixMillis);
    expect(eventsIn(changes).filter(({ kind }) => kind === 'gateway_down')).toMatchObject([
      { severity: 'warning', nodeId: '!0badcafe' },
    ]);
    expect(changesOf(changes, 'gateway')[0]?.gateway).toMatchObject({ online: false, state: 'silent' });
    expect(store.ingest.hot.gateways()[0]?.online).toBe(false);
    expect(eventKinds(store.commit(says(601, {})))).toContain('gateway_up');
  });

  it('of a gateway that still publishes for others is none', () => {
    store.commit(says(0, { from: GATEWAY, gateway: GATEWAY }));
    for (let minutes = 30; minutes <= 1200; minutes += 30) store.commit(says(minutes, {}));
    store.ingest.sweep((T0 + 1205 * MINUTE_MS) as UnixMillis);
    expect(node(GATEWAY)?.online).toBe(true);
  });

  it('while nobody listened does not count', async () => {
    store.commit(says(0, {}));
    store.now = T0 + 3 * DAY_MS;
    store = await store.reopen();
    expect(eventsIn(store.ingest.sweep((T0 + 3 * DAY_MS + MINUTE_MS) as UnixMillis))).toEqual([]);
    expect(eventKinds(store.ingest.sweep((T0 + 3 * DAY_MS + 10 * HOUR_MS) as UnixMillis)).sort()).toEqual([
      'gateway_down',
      'node_silent',
      'node_silent',
    ]);
  });

  it('in published history counts at once', async () => {
    store.now = T0 + DAY_MS;
    store = await store.reopen();
    store.commit(says(0, {}));
    expect(eventKinds(store.ingest.sweep((T0 + DAY_MS + MINUTE_MS) as UnixMillis))).toContain('node_silent');
  });

  it('is not exaggerated by a clock that jumps ahead', () => {
    store.commit(says(0, {}));
    const events = eventsIn(store.ingest.sweep((T0 + 10 * YEAR_MS) as UnixMillis));
    expect(Math.max(...events.map(({ data }) => Number(data.silentMs)))).toBeLessThanOrEqual(DAY_MS);
    expect(Math.max(...events.map(({ at }) => at))).toBeLessThanOrEqual(T0 + DAY_MS);
  });

  it('is not shortened by a clock that jumps back', () => {
    store.commit(says(0, {}));
    expect(store.ingest.sweep((T0 - DAY_MS) as UnixMillis)).toEqual([]);
    expect(node()?.online).toBe(true);
  });
});

describe('what was written while the clock was ahead', () => {
  it('yields to the truth once the clock is right again', () => {
    const ahead = T0 + 10 * YEAR_MS;
    store.commit(
      ingested({ at: ahead, events: [nodeInfo('Future'), telemetry({ device_battery_level: 1 }), position(1, 1)] }),
    );
    store.now = T0;
    store.commit(
      ingested({ at: T0, events: [nodeInfo('Present'), telemetry({ device_battery_level: 99 }), position(2, 2)] }),
    );
    expect(node()).toMatchObject({
      lastHeard: T0,
      longName: 'Present',
      latitude: 2,
      metrics: { device_battery_level: { value: 99, at: T0 } },
    });
    expect(store.ingest.hot.gateways()[0]?.lastSeen).toBe(T0);
    expect(store.ingest.hot.links(1)[0]?.lastSeen).toBe(T0);
  });
});

describe('a gateway status', () => {
  const status = (minutes: number, online: boolean, retained = false): Ingested =>
    says(minutes, {
      from: GATEWAY,
      id: 0,
      events: [{ type: 'gateway_status', online } satisfies GatewayStatusEvent],
      packet: { portnum: null, portName: null, flags: retained ? ['retained'] : [] },
      reception: { kind: 'stat' },
    });

  it('of one we know turns it off and on', () => {
    store.commit(says(0, {}));
    expect(eventKinds(store.commit(status(1, false)))).toEqual(['gateway_down']);
    expect(store.rows('SELECT online FROM gateways')).toEqual([{ online: 0 }]);
    expect(eventKinds(store.commit(status(2, true)))).toEqual(['gateway_up']);
  });

  it('is no packet and no sign of life', () => {
    store.commit(says(0, {}), status(5, false));
    expect(store.value('SELECT COUNT(*) FROM packets')).toBe(1);
    expect(store.value('SELECT last_seen FROM gateways')).toBe(T0);
  });

  it('of one we do not know is history', () => {
    expect(store.commit(status(0, true, true))[0]?.changes).toEqual([]);
    expect(store.value('SELECT COUNT(*) FROM gateways')).toBe(0);
  });
});

describe('a waypoint', () => {
  const waypoint = (minutes: number, over: Partial<WaypointEvent> = {}, from: number = NODE) =>
    says(minutes, {
      from,
      events: [
        {
          type: 'waypoint',
          waypointId: 5,
          name: 'Meeting point',
          description: '',
          icon: '📍',
          latitude: 1,
          longitude: 2,
          expireAt: null,
          deleted: false,
          lockedTo: null,
          ...over,
        },
      ],
    });
  const stored = () => store.rows('SELECT name, from_num, expire_at FROM waypoints');

  it('belongs to whoever wrote last, also when messages come late', () => {
    store.commit(waypoint(2, { name: 'Second' }, OTHER), waypoint(1, { name: 'First' }));
    expect(stored()).toEqual([{ name: 'Second', from_num: OTHER, expire_at: null }]);
  });

  it('that is locked can be changed by its owner only', () => {
    store.commit(waypoint(0, { lockedTo: NODE }), waypoint(1, { name: 'Mine now' }, OTHER));
    expect(stored()).toMatchObject([{ name: 'Meeting point' }]);
    store.commit(waypoint(2, { name: 'Moved', lockedTo: NODE }));
    expect(stored()).toMatchObject([{ name: 'Moved' }]);
  });

  it('does not expire before it comes, whatever the clock of its sender says', () => {
    const expiring = (hours: number) => (T0 + hours * HOUR_MS) as UnixMillis;
    store.commit(waypoint(0, { waypointId: 5, expireAt: expiring(-14 * 24 + 8) }));
    store.commit(waypoint(0, { waypointId: 6, expireAt: expiring(8) }));
    expect(stored().map(({ expire_at }) => expire_at)).toEqual([null, expiring(8)]);
  });

  it('that is deleted expires there and then, and an older copy does not bring it back', () => {
    store.commit(waypoint(0));
    const results = store.commit(waypoint(2, { deleted: true }));
    expect(changesOf(results, 'waypoint')[0]?.waypoint.expireAt).toBe(T0 + 2 * MINUTE_MS);
    store.commit(waypoint(1, { name: 'Late' }));
    expect(stored()).toMatchObject([{ expire_at: T0 + 2 * MINUTE_MS }]);
  });
});

describe('an event of the pipeline', () => {
  it('is stored and announced with its id', () => {
    const flood = {
      at: T0,
      kind: 'flood',
      severity: 'warning',
      nodeId: '!11aa22bb',
      title: 'Flood',
      text: '…',
      data: { port: 'TELEMETRY_APP' },
    } as const;
    const [change] = changesOf(store.ingest.recordEvent(flood), 'event');
    expect(change?.event).toEqual({ ...flood, id: 1 });
    expect(store.rows('SELECT node_num, data FROM events')).toEqual([
      { node_num: NODE, data: '{"port":"TELEMETRY_APP"}' },
    ]);
  });
});

describe('live-stream sessions', () => {
  const session = {
    sessionId: 's1',
    remote: '127.0.0.1',
    userAgent: 'test',
    connectedAt: T0,
    disconnectedAt: null,
    messages: 1,
    bytes: 10,
    closeCode: null,
  };

  it('are kept up to date, and closed at start when the process was killed', async () => {
    store.ingest.recordSession(session);
    store.ingest.recordSession({ ...session, messages: 5, bytes: 50 });
    expect(store.rows('SELECT messages, bytes, disconnected_at FROM sessions')).toEqual([
      { messages: 5, bytes: 50, disconnected_at: null },
    ]);
    store.now = T0 + HOUR_MS;
    store = await store.reopen();
    expect(store.value('SELECT disconnected_at FROM sessions')).toBe(T0 + HOUR_MS);
  });
});

it('keeps a packet id of 32 bits and a reply to it', () => {
  store.commit(
    ingested({ id: 0xffffffff, packet: { replyId: 0xfffffffe as PacketId, requestId: 0xfffffffd as PacketId } }),
  );
  expect(store.rows('SELECT packet_id, reply_id, request_id FROM packets')).toEqual([
    { packet_id: 0xffffffff, reply_id: 0xfffffffe, request_id: 0xfffffffd },
  ]);
});
