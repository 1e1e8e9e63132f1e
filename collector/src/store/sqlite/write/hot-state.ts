import type { Link } from '@mesh-observatory/contract/resources';
import { formatNodeId, parseNodeId } from '../../../model.js';
import type { HotState } from '../../store.js';
import type { GatewayClocks } from './gateway-clocks.js';
import type { GatewayStore } from './gateway-store.js';
import type { Listening } from './listening.js';
import type { LinkStore } from './link-store.js';
import type { NodeAliases } from './node-aliases.js';
import { numberOfKey } from '../rows/node-number.js';
import type { NodeStore } from './node-store.js';

export interface HotStateParts {
  readonly nodes: NodeStore;
  readonly links: LinkStore;
  readonly gateways: GatewayStore;
  readonly clocks: GatewayClocks;
  readonly listening: Listening;
  readonly aliases: NodeAliases;
  readonly channelsOf: HotState['channelsOf'];
}

/** The present state in memory, with every node under its current number only. */
export function createHotState(parts: HotStateParts): HotState {
  const { nodes, links, gateways, clocks, listening, aliases, channelsOf } = parts;
  const isFormerId = (id: string) => {
    const num = parseNodeId(id);
    return num !== undefined && aliases.isFormer(num);
  };
  return {
    get: (num) => nodes.get(aliases.current(num)),
    has: (num) => nodes.has(num),
    numbersOf: (num) => aliases.numbersOf(num),
    mayFollow: (num, publicKey, old) => numberOfKey(publicKey) === num && nodes.get(old)?.publicKey === publicKey,
    channelsOf,
    mesh: (now) => listening.mesh(now),
    *nodes() {
      for (const node of nodes.nodes()) if (!isFormerId(node.nodeId)) yield node;
    },
    links: (limit) => underCurrentNumbers(links.newest(limit), aliases),
    gateways: () => gateways.all().filter(({ gatewayId }) => !isFormerId(gatewayId)),
    clockOffsetSeconds: (gateway) => clocks.offsetSeconds(gateway),
    hitRate: () => nodes.hitRate(),
    get size() {
      return nodes.size;
    },
  };
}

/** Links newest first; of those that become the same the newest stays. */
function underCurrentNumbers(links: readonly Link[], aliases: NodeAliases): readonly Link[] {
  if (aliases.size === 0) return links;
  const currentId = (id: string) => {
    const num = parseNodeId(id);
    return num === undefined ? id : formatNodeId(aliases.current(num));
  };
  const found = new Map<string, Link>();
  for (const link of links) {
    const [fromId, toId] = [currentId(link.fromId), currentId(link.toId)];
    const key = `${fromId}${toId}${link.kind}`;
    if (fromId !== toId && !found.has(key)) found.set(key, { ...link, fromId, toId });
  }
  return [...found.values()];
}
