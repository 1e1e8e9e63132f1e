import { MINUTE_MS } from '@mesh-observatory/contract/time';
import { formatNodeId, type MeshPacket, type NodeNum, type Reception } from '../../../model.js';
import type { Change } from '../../store.js';
import { isDirect } from './apply/topology.js';
import type { NewEvent } from './event-log.js';
import { toLiveGateway, type GatewayStore } from './gateway-store.js';
import type { Latest } from './clock-guard.js';
import type { NodeDraft } from './node-draft.js';
import type { NodeStore } from './node-store.js';
import { formatDuration, nameOf, nameOfGateway } from './wording.js';

/** One copy of a packet, as far as being heard is concerned. */
export interface Heard {
  readonly packet: MeshPacket;
  readonly reception: Reception;
  /** First reception of the packet. */
  readonly at: number;
  readonly isNewPacket: boolean;
  /** False for retained messages and replays: nobody was heard. */
  readonly firstHand: boolean;
  readonly announce: (change: Change) => void;
  readonly derive: (event: NewEvent) => void;
}

/** Who is there: first and last heard, by whom and how well; gateways too. */
export interface Hearing {
  /** The origin, created when this is the first of it; undefined when it was only heard of. */
  origin(heard: Heard): NodeDraft | undefined;
  /** The gateway published something; `receptions` new ones. */
  gateway(heard: Heard, receptions: number): void;
  gatewayStatus(online: boolean, heard: Heard): void;
}

/** How often the mere passing of time is worth an announcement. */
const ANNOUNCE_GATEWAY_MS = 10_000;
const ANNOUNCE_NODE_MS = MINUTE_MS;

const crosses = (from: number, to: number, step: number) => Math.floor(from / step) !== Math.floor(to / step);

export interface HearingParts {
  readonly nodes: NodeStore;
  readonly gateways: GatewayStore;
  readonly latest: Latest;
}

export function createHearing({ nodes, gateways, latest }: HearingParts): Hearing {
  function create(num: NodeNum, { reception, derive }: Heard): NodeDraft {
    const draft = nodes.create(num, reception.receivedAt);
    draft.set('gateway', gateways.get(num) !== undefined);
    derive({
      at: reception.receivedAt,
      kind: 'node_new',
      severity: 'info',
      node: num,
      title: `New node ${draft.node.nodeId}`,
      text: `First heard through ${formatNodeId(reception.gateway)}`,
      data: { gatewayId: formatNodeId(reception.gateway) },
    });
    return draft;
  }

  function comeBack(draft: NodeDraft, at: number, derive: Heard['derive']): void {
    const silentMs = Math.max(0, at - draft.node.lastHeard);
    draft.set('online', true);
    derive({
      at,
      kind: 'node_back',
      severity: 'info',
      node: draft.num,
      title: `${nameOf(draft.node)} is back`,
      text: `Heard again after ${formatDuration(silentMs / 1000)}`,
      data: { silentMs },
    });
  }

  function touch(draft: NodeDraft, at: number, derive: Heard['derive'], quietly: boolean): void {
    if (at < draft.node.firstHeard) draft.set('firstHeard', at);
    if (!latest.isNewer(at, draft.node.lastHeard)) return;
    if (!draft.node.online) comeBack(draft, at, derive);
    draft.set('lastHeard', at, quietly && !crosses(draft.node.lastHeard, at, ANNOUNCE_NODE_MS));
  }

  function notePacket(draft: NodeDraft, { packet, reception, at }: Heard): void {
    const { newest } = draft.state;
    const order = compare(at, packet.id, newest, latest);
    if (order < 0) return;
    const { hopsAway } = reception;
    if (order > 0) {
      draft.note({ newest: { at, packetId: packet.id } });
      draft.set('channel', packet.channel);
      draft.set('hopsAway', hopsAway);
    } else if (hopsAway !== null && hopsAway < (draft.node.hopsAway ?? Infinity)) {
      draft.set('hopsAway', hopsAway);
    }
  }

  function noteReception(draft: NodeDraft, reception: Reception): void {
    const { gateway, receivedAt, snr, rssi } = reception;
    const { lastGatewayAt, directAt } = draft.state;
    const gatewayId = formatNodeId(gateway);
    if (
      latest.isNewer(receivedAt, lastGatewayAt) ||
      (receivedAt === lastGatewayAt && gatewayId > (draft.node.lastGatewayId ?? ''))
    ) {
      draft.set('lastGatewayId', gatewayId);
      draft.note({ lastGatewayAt: receivedAt });
    }
    if (!isDirect(reception)) return;
    const better = receivedAt === directAt && (snr ?? -Infinity) > (draft.node.snr ?? -Infinity);
    if (!better && !latest.isNewer(receivedAt, directAt)) return;
    draft.set('snr', snr);
    draft.set('rssi', rssi);
    draft.note({ directAt: receivedAt });
  }

  function announceGateway(num: NodeNum, announce: Heard['announce']): void {
    const state = gateways.get(num);
    if (state !== undefined) announce({ kind: 'gateway', gateway: toLiveGateway(state) });
  }

  function tellGateway(
    num: NodeNum,
    online: boolean,
    at: number,
    how: string,
    derive: Heard['derive'],
    first = false,
  ): void {
    const name = nameOfGateway(num, nodes.draft(num)?.node);
    derive({
      at,
      kind: online ? 'gateway_up' : 'gateway_down',
      severity: online ? 'info' : 'warning',
      node: num,
      title: `Gateway ${name} is ${online ? 'up' : 'down'}`,
      text: how,
      data: first ? { first: true } : {},
    });
  }

  return {
    origin(heard) {
      const { packet, reception, isNewPacket, firstHand } = heard;
      const known = nodes.draft(packet.from);
      if (!firstHand) return known;
      const draft = known ?? create(packet.from, heard);
      const stale = packet.flags.includes('stale');
      if (stale && reception.receivedAt < draft.node.firstHeard) draft.set('firstHeard', reception.receivedAt);
      if (!stale) touch(draft, reception.receivedAt, heard.derive, false);
      if (isNewPacket) draft.set('packets', draft.node.packets + 1);
      notePacket(draft, heard);
      noteReception(draft, reception);
      return draft;
    },
    gateway(heard, receptions) {
      const { reception, announce, derive } = heard;
      const { gateway: num, receivedAt: at } = reception;
      const earlier = gateways.get(num);
      const state = gateways.seen(num, at, receptions);
      const draft = nodes.draft(num) ?? create(num, heard);
      draft.set('gateway', true);
      touch(draft, at, derive, true);
      const cameUp = earlier === undefined || (!earlier.online && at >= earlier.lastSeen);
      if (cameUp) {
        gateways.setOnline(num, true);
        const silence = (at - (earlier?.lastSeen ?? at)) / 1000;
        const how =
          earlier === undefined
            ? 'It published its first message'
            : `It publishes again after ${formatDuration(silence)}`;
        tellGateway(num, true, at, how, derive, earlier === undefined);
      }
      if (cameUp || crosses(earlier.lastSeen, state.lastSeen, ANNOUNCE_GATEWAY_MS)) announceGateway(num, announce);
    },
    gatewayStatus(online, { reception, announce, derive }) {
      const { gateway: num, receivedAt: at } = reception;
      const known = gateways.get(num);
      // What a retained status says of a gateway we have never seen publish is history.
      if (known === undefined || known.online === online) return;
      gateways.setOnline(num, online);
      tellGateway(num, online, at, online ? 'It says it is online' : 'The broker says it is gone', derive);
      announceGateway(num, announce);
    },
  };
}

/** Order of two packets of one node: by time, then by id so that any order of arrival gives the same answer. */
function compare(
  at: number,
  packetId: number,
  newest: { readonly at: number; readonly packetId: number },
  latest: Latest,
): number {
  if (at === newest.at) return packetId - newest.packetId;
  return latest.isNewer(at, newest.at) ? 1 : -1;
}
