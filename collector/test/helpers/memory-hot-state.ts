import type { LiveGateway } from '@mesh-observatory/contract/live';
import type { Link, Node } from '@mesh-observatory/contract/resources';
import { formatNodeId, type NodeNum, type UnixMillis } from '../../src/model.js';
import type { Change, HotState } from '../../src/store/store.js';

export const HOT_NOW = 1_770_000_000_000 as UnixMillis;

/** A node as the store would hand it out. */
export function hotNode(num: number, over: Partial<Node> = {}): Node {
  return {
    nodeId: formatNodeId(num as NodeNum),
    nodeNum: num,
    longName: `Node ${num}`,
    shortName: `N${num % 1000}`,
    hwModel: 'HELTEC_V3',
    role: 'CLIENT',
    firmwareVersion: '2.7.15',
    region: 'EU_868',
    modemPreset: 'LONG_FAST',
    publicKey: null,
    licensed: false,
    unmessagable: null,
    statusText: null,
    firstHeard: HOT_NOW - 3_600_000,
    lastHeard: HOT_NOW,
    online: true,
    state: 'online',
    gateway: false,
    lastGatewayId: null,
    lastGatewayAt: null,
    channel: 'LongFast',
    latitude: null,
    longitude: null,
    altitude: null,
    precisionBits: null,
    positionAt: HOT_NOW,
    snr: null,
    rssi: null,
    directAt: HOT_NOW,
    hopsAway: null,
    newestPacketAt: HOT_NOW,
    packets: 1,
    reportedAt: {},
    formerIds: [],
    signedAt: null,
    metrics: {},
    ...over,
  };
}

export function hotLink(fromNum: number, toNum: number, over: Partial<Link> = {}): Link {
  return {
    fromId: formatNodeId(fromNum as NodeNum),
    toId: formatNodeId(toNum as NodeNum),
    kind: 'direct',
    snr: 5,
    snrAt: HOT_NOW,
    snrAvg: 5,
    rssi: -90,
    count: 1,
    firstSeen: HOT_NOW,
    lastSeen: HOT_NOW,
    ...over,
  };
}

export interface MemoryHotState extends HotState {
  /** Changes a node the way a commit does: state first, then the change to announce. */
  change(num: number, patch: Partial<Node>): Change;
  link(link: Link): Change;
  gateway(gateway: LiveGateway, clockOffsetSeconds?: number): Change;
  forget(num: number): void;
}

/** The hot state of a store, without the store. */
export function createMemoryHotState(nodes: readonly Node[] = []): MemoryHotState {
  const byNum = new Map<number, Node>(nodes.map((node) => [node.nodeNum, node]));
  const links = new Map<string, Link>();
  const gateways = new Map<string, LiveGateway>();
  const clockOffsets = new Map<string, number>();
  return {
    get: (num) => byNum.get(num),
    has: (num) => byNum.has(num),
    numbersOf: (num) => [num],
    mayFollow: () => false,
    channelsOf: (num) => [byNum.get(num)?.channel ?? []].flat(),
    nodes: () => byNum.values(),
    links: (limit) => [...links.values()].reverse().slice(0, limit),
    gateways: () => [...gateways.values()],
    clockOffsetSeconds: (num) => clockOffsets.get(formatNodeId(num)) ?? null,
    mesh: () => ({ state: 'online', quietMs: 0, silentAfterMs: 300_000 }),
    hitRate: () => NaN,
    get size() {
      return byNum.size;
    },
    change(num, patch) {
      const node = { ...(byNum.get(num) ?? hotNode(num)), ...patch };
      byNum.set(num, node);
      return { kind: 'node', node, patch: { nodeId: node.nodeId, ...patch } };
    },
    link(link) {
      links.set(`${link.fromId}${link.toId}${link.kind}`, link);
      return { kind: 'link', link };
    },
    gateway(gateway, clockOffsetSeconds) {
      gateways.set(gateway.gatewayId, gateway);
      if (clockOffsetSeconds !== undefined) clockOffsets.set(gateway.gatewayId, clockOffsetSeconds);
      return { kind: 'gateway', gateway };
    },
    forget: (num) => byNum.delete(num),
  };
}
