import type { LiveGateway } from '@mesh-observatory/contract/live';
import type { Link } from '@mesh-observatory/contract/resources';
import type { NodeNum } from '../../model.js';
import type { HotState } from '../../store/store.js';
import { facetsOf, facetsOfNode } from './change-item.js';
import type { Subscription } from './subscription.js';

export interface SnapshotParts {
  readonly hot: HotState;
  readonly subscription: Subscription;
  readonly seq: number;
  readonly partBytes: number;
  readonly maxLinks: number;
  readonly now: () => number;
}

/** Initial state for a subscriber: the nodes it contains, and its messages, each rendered when it is requested. */
export interface Snapshot {
  readonly nodeNums: readonly NodeNum[];
  readonly parts: Generator<string, void>;
}

type Section = 'nodes' | 'links' | 'gateways';

/**
 * Parts are made one by one, when the client has room for them, from the state at that moment: each part is as new as the
 * batches sent before it, so that batches and parts may alternate.
 */
export function createSnapshot(parts: SnapshotParts): Snapshot {
  const { hot, subscription } = parts;
  const wants = (section: Section) => subscription.kinds.includes(section);
  const all = wants('nodes') ? [...hot.nodes()] : [];
  const nodeNums = all
    .filter((node) => subscription.unfiltered || subscription.matches(facetsOfNode(node, hot)))
    .map((node) => node.nodeNum as NodeNum);
  const links = wants('links') ? matchingLinks(parts) : [];
  const gateways = wants('gateways') ? matchingGateways(parts) : [];
  return { nodeNums, parts: render(parts, nodeNums, links, gateways) };
}

function matchingLinks({ hot, subscription, maxLinks }: SnapshotParts): readonly Link[] {
  const links = hot.links(maxLinks);
  if (subscription.unfiltered) return links;
  return links.filter((link) => subscription.matches(facetsOf({ kind: 'link', link }, hot)));
}

function matchingGateways({ hot, subscription }: SnapshotParts): readonly LiveGateway[] {
  const gateways = hot.gateways();
  if (subscription.unfiltered) return gateways;
  return gateways.filter((gateway) => subscription.matches(facetsOf({ kind: 'gateway', gateway }, hot)));
}

function* render(
  { hot, seq, partBytes, maxLinks, now }: SnapshotParts,
  nodeNums: readonly NodeNum[],
  links: readonly Link[],
  gateways: readonly LiveGateway[],
): Generator<string, void> {
  let part = 1;
  let bytes = 0;
  let sections: Record<Section, string[]> = { nodes: [], links: [], gateways: [] };
  const message = (last: boolean) => {
    const lists = Object.entries(sections).map(([name, items]) => `"${name}":[${items.join(',')}]`);
    const text = `{"type":"snapshot","seq":${seq},"at":${now()},"part":${part},"last":${last},${lists.join(',')}}`;
    part += 1;
    bytes = 0;
    sections = { nodes: [], links: [], gateways: [] };
    return text;
  };
  const newestLink = createLinkLookup(hot, maxLinks);
  for (const item of itemsOf(nodeNums, links, gateways)) {
    if (bytes >= partBytes) yield message(false);
    const body = 'num' in item ? hot.get(item.num) : 'link' in item ? newestLink(item.link, part) : item.gateway;
    if (body === undefined) continue;
    const json = JSON.stringify(body);
    sections[item.section].push(json);
    bytes += json.length;
  }
  yield message(true);
}

type Item =
  | { readonly section: 'gateways'; readonly gateway: LiveGateway }
  | { readonly section: 'nodes'; readonly num: NodeNum }
  | { readonly section: 'links'; readonly link: Link };

function* itemsOf(
  nodeNums: readonly NodeNum[],
  links: readonly Link[],
  gateways: readonly LiveGateway[],
): Generator<Item> {
  for (const gateway of gateways) yield { section: 'gateways', gateway };
  for (const num of nodeNums) yield { section: 'nodes', num };
  for (const link of links) yield { section: 'links', link };
}

/** The link as it is now; looked up anew for every part, because any time may pass between two parts. */
function createLinkLookup(hot: HotState, maxLinks: number): (link: Link, part: number) => Link {
  const keyOf = ({ fromId, toId, kind }: Link) => `${fromId}${toId}${kind}`;
  let newest = new Map<string, Link>();
  let madeFor = 0;
  return (link, part) => {
    if (part !== madeFor) {
      madeFor = part;
      newest = new Map(hot.links(maxLinks).map((current) => [keyOf(current), current]));
    }
    return newest.get(keyOf(link)) ?? link;
  };
}
