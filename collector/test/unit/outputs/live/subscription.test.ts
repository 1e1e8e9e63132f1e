import { describe, expect, it } from '@jest/globals';
import { facetsOf } from '../../../../src/outputs/live/change-item.js';
import { createSubscription } from '../../../../src/outputs/live/subscription.js';
import type { Change } from '../../../../src/store/store.js';
import { createMemoryHotState, hotLink, hotNode } from '../../../helpers/memory-hot-state.js';

const hot = createMemoryHotState([
  hotNode(1, { latitude: 52.5, longitude: 13.4, channel: 'LongFast', lastGatewayId: '!0000000a' }),
  hotNode(2, { latitude: -16.5, longitude: 179.9, channel: 'Hikers', lastGatewayId: '!0000000b' }),
  hotNode(3, { channel: null, gateway: true }),
  hotNode(4, { formerIds: ['!00000040'] }),
]);
const node = (num: number): Change => ({ kind: 'node', node: hot.get(num as never)!, patch: { nodeId: '!00000000' } });
const position = (latitude: number, longitude: number): Change => ({
  kind: 'position',
  position: {
    nodeId: '!00000001',
    packetId: 1,
    at: 1,
    latitude,
    longitude,
    altitude: null,
    precisionBits: null,
    groundSpeed: null,
    groundTrack: null,
    satsInView: null,
    accuracy: null,
    fixTime: null,
  },
});
const telemetryOf = (nodeId: string): Change => ({
  kind: 'telemetry',
  telemetry: { nodeId, at: 1, metric: 'm', value: 1 },
});
const event = (nodeId: string | null): Change => ({
  kind: 'event',
  event: { id: 1, at: 1, kind: 'node_new', severity: 'info', nodeId, title: '', text: '', data: {} },
});

type Wish = Parameters<typeof createSubscription>[0];
const matches = (wish: Wish, change: Change) => createSubscription(wish).matches(facetsOf(change, hot));

describe('subscriptions', () => {
  it('have the same key when they mean the same', () => {
    const a = createSubscription({ kinds: ['links', 'nodes'], nodeIds: ['!00000002', '!00000001', '!00000001'] });
    const b = createSubscription({
      kinds: ['nodes', 'links'],
      nodeIds: ['!00000001', '!00000002'],
      compression: 'none',
    });
    expect(a.key).toBe(b.key);
    expect(createSubscription({ compression: 'gzip' }).key).not.toBe(createSubscription({}).key);
  });

  it('leave out the raw packets unless asked for', () => {
    expect(createSubscription({}).kinds).not.toContain('packets');
    expect(createSubscription({ kinds: ['packets'] }).kinds).toEqual(['packets']);
  });

  it('take an empty list as "all", but no kinds as "nothing"', () => {
    expect(createSubscription({ nodeIds: [], channels: [], gatewayIds: [] }).unfiltered).toBe(true);
    expect(createSubscription({ kinds: [] }).kinds).toEqual([]);
  });

  it('by node match either end of a link and the sender or receiver of a message', () => {
    const link: Change = { kind: 'link', link: hotLink(1, 2) };
    expect(matches({ nodeIds: ['!00000002'] }, link)).toBe(true);
    expect(matches({ nodeIds: ['!00000003'] }, link)).toBe(false);
    expect(matches({ nodeIds: ['!00000001'] }, telemetryOf('!00000001'))).toBe(true);
    expect(matches({ nodeIds: ['!00000001'] }, event(null))).toBe(false);
  });

  it('by an id that a node had before match the node', () => {
    const former = { nodeIds: ['!00000040'] };
    expect(matches(former, node(4))).toBe(true);
    expect(matches(former, telemetryOf('!00000004'))).toBe(true);
    expect(matches(former, { kind: 'link', link: hotLink(2, 4) })).toBe(true);
    expect(matches(former, node(1))).toBe(false);
  });

  it('by gateway match nodes last heard through it, and the gateway itself', () => {
    expect(matches({ gatewayIds: ['!0000000a'] }, node(1))).toBe(true);
    expect(matches({ gatewayIds: ['!0000000a'] }, node(2))).toBe(false);
    expect(matches({ gatewayIds: ['!00000003'] }, node(3))).toBe(true);
    expect(matches({ gatewayIds: ['!0000000b'] }, telemetryOf('!00000002'))).toBe(true);
  });

  it('by channel match the channel of a node', () => {
    expect(matches({ channels: ['Hikers'] }, node(2))).toBe(true);
    expect(matches({ channels: ['Hikers'] }, node(1))).toBe(false);
    expect(matches({ channels: ['Hikers'] }, node(3))).toBe(false);
  });

  it('by bounds match what lies inside, and nothing without a place', () => {
    const berlin = { west: 13, south: 52, east: 14, north: 53 };
    expect(matches({ bounds: berlin }, node(1))).toBe(true);
    expect(matches({ bounds: berlin }, node(2))).toBe(false);
    expect(matches({ bounds: berlin }, node(3))).toBe(false);
    expect(matches({ bounds: berlin }, position(52.5, 14.01))).toBe(false);
    expect(matches({ bounds: berlin }, telemetryOf('!00000001'))).toBe(true);
    expect(matches({ bounds: berlin }, { kind: 'link', link: hotLink(2, 1) })).toBe(true);
  });

  it('understand bounds across the date line', () => {
    const fiji = { west: 177, south: -20, east: -178, north: -12 };
    expect(matches({ bounds: fiji }, node(2))).toBe(true);
    expect(matches({ bounds: fiji }, position(-16, -179))).toBe(true);
    expect(matches({ bounds: fiji }, position(-16, 0))).toBe(false);
    expect(matches({ bounds: fiji }, position(-25, 179))).toBe(false);
  });

  it('need every condition they name', () => {
    expect(matches({ nodeIds: ['!00000001'], channels: ['Hikers'] }, node(1))).toBe(false);
    expect(matches({ nodeIds: ['!00000001'], channels: ['LongFast'] }, node(1))).toBe(true);
  });
});
