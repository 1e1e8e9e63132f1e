import { createMeshRadio, type MeshRadio, type RadioSettings } from '@mesh-observatory/contract/mesh-radio';
import type { LiveGateway } from '@mesh-observatory/contract/live';
import type { Link, Node } from '@mesh-observatory/contract/resources';
import { parseNodeId, type BrokerStatus, type PipelineStatus, type UnixMillis } from '../../model.js';
import type { HotState, MeshPresence, StoreSizes } from '../../store/store.js';
import type { Labels, Sample } from './sample.js';

/** Counts of the live stream that are exported. */
export interface LiveCounts {
  readonly clients: number;
  readonly lagging: number;
  readonly bufferedBytes: number;
  readonly connections: number;
  readonly refused: number;
  readonly messages: number;
  readonly bytes: number;
  readonly dropped: number;
  readonly overflowed: number;
  readonly tooSlow: number;
}

/** Sources of the values, and how many of them may be exported. */
export interface ScrapeSources {
  readonly hot: HotState;
  readonly brokers: () => readonly BrokerStatus[];
  readonly pipeline: () => PipelineStatus;
  readonly sizes: () => StoreSizes;
  readonly live: () => LiveCounts;
  readonly version: string;
  readonly simulated: boolean;
  /** Modem preset and region of the mesh where no node reports any. */
  readonly radio: RadioSettings;
  /** Nodes with series of their own, most recently heard first; gateways as well. */
  readonly maxNodes: number;
  /** Links with series of their own, newest first. Default 5,000. */
  readonly maxLinks?: number;
  /** Nodes and gateways silent for longer are not exported; until then their silence is. */
  readonly nodeExpiryMillis: number;
  /** Readings and links older than this are not exported. */
  readonly readingExpiryMillis: number;
  readonly now: () => UnixMillis;
}

/** Source of the key changes of nodes. */
export interface KeyChangeSource {
  readonly keyChangedAt: KeyChangedAt;
}
/** When a node last announced another public key; null = never, as far as this process knows. */
export type KeyChangedAt = (nodeId: string) => number | null;

/** A node and the labels that all of its series share. */
export interface ScrapedNode {
  readonly node: Node;
  readonly labels: Labels;
}

export interface ScrapedGateway extends LiveGateway {
  readonly clockOffsetSeconds: number | null;
}

/** Data of one scrape, chosen once so that all metrics are about the same nodes. */
export interface Scrape {
  readonly version: string;
  readonly simulated: boolean;
  /** Readings older than this are expired. */
  readonly earliest: number;
  readonly radio: MeshRadio;
  readonly nodes: readonly ScrapedNode[];
  /** Readings of those nodes that have not expired, by name in the catalog. */
  readonly readings: ReadonlyMap<string, readonly Sample[]>;
  readonly nodesKnown: number;
  readonly nodesOnline: number;
  readonly nodesNotExported: number;
  readonly links: readonly Link[];
  readonly linksNotExported: number;
  readonly gateways: readonly LiveGateway[];
  /** Of those, the ones with series of their own. */
  readonly exportedGateways: readonly ScrapedGateway[];
  readonly mesh: MeshPresence;
  readonly brokers: readonly BrokerStatus[];
  readonly pipeline: PipelineStatus;
  readonly sizes: StoreSizes;
  readonly live: LiveCounts;
  readonly hitRate: number;
  readonly keyChangedAt: KeyChangedAt;
}

export const DEFAULT_MAX_LINKS = 5000;
/** Links are counted up to this number; more are as good as this many. */
const MAX_COUNTED_LINKS = 100_000;
const NODES_PER_TURN = 100;

/** Collects the data of a scrape; yields to the event loop while it reads a large mesh. */
export async function beginScrape(sources: ScrapeSources & KeyChangeSource): Promise<Scrape> {
  const { hot, maxNodes, maxLinks = DEFAULT_MAX_LINKS } = sources;
  const now = sources.now();
  const earliest = now - sources.readingExpiryMillis;
  const earliestNode = now - sources.nodeExpiryMillis;
  const links = hot.links(MAX_COUNTED_LINKS).filter(({ lastSeen }) => lastSeen >= earliest);
  const gateways = hot.gateways();
  const chosen = chooseNodes(hot, { earliestNode, maxNodes });
  return {
    version: sources.version,
    simulated: sources.simulated,
    earliest,
    radio: createMeshRadio(hot.nodes(), sources.radio),
    ...chosen,
    readings: await groupReadings(chosen.nodes, earliest),
    links: links.slice(0, maxLinks),
    linksNotExported: Math.max(0, links.length - maxLinks),
    gateways,
    mesh: hot.mesh(now),
    exportedGateways: chooseGateways(gateways, earliestNode, maxNodes).map((gateway) => ({
      ...gateway,
      clockOffsetSeconds: clockOffsetOf(hot, gateway),
    })),
    brokers: sources.brokers(),
    pipeline: sources.pipeline(),
    sizes: sources.sizes(),
    live: sources.live(),
    hitRate: hot.hitRate(),
    keyChangedAt: sources.keyChangedAt,
  };
}

function clockOffsetOf(hot: HotState, { gatewayId }: LiveGateway): number | null {
  const num = parseNodeId(gatewayId);
  return num === undefined ? null : hot.clockOffsetSeconds(num);
}

function chooseGateways(gateways: readonly LiveGateway[], earliest: number, max: number): readonly LiveGateway[] {
  const recent = gateways.filter(({ lastSeen }) => lastSeen >= earliest);
  return recent.length <= max ? recent : recent.sort((a, b) => b.lastSeen - a.lastSeen).slice(0, max);
}

/** Nodes have few of the many metrics there are: each reading is looked at once. */
async function groupReadings(
  nodes: readonly ScrapedNode[],
  earliest: number,
): Promise<ReadonlyMap<string, readonly Sample[]>> {
  const byMetric = new Map<string, Sample[]>();
  for (const [index, { node, labels }] of nodes.entries()) {
    if (index % NODES_PER_TURN === NODES_PER_TURN - 1) await new Promise((resolve) => setImmediate(resolve));
    for (const [metric, { value, at }] of Object.entries(node.metrics)) {
      if (at < earliest || value === null || !Number.isFinite(value)) continue;
      const samples = byMetric.get(metric);
      if (samples === undefined) byMetric.set(metric, [{ labels, value }]);
      else samples.push({ labels, value });
    }
  }
  return byMetric;
}

interface NodeChoice {
  readonly earliestNode: number;
  readonly maxNodes: number;
}

function chooseNodes(hot: HotState, { earliestNode, maxNodes }: NodeChoice) {
  const nodes: ScrapedNode[] = [];
  let nodesKnown = 0;
  let nodesOnline = 0;
  let nodesNotExported = 0;
  for (const node of hot.nodes()) {
    nodesKnown += 1;
    if (node.online) nodesOnline += 1;
    if (node.lastHeard < earliestNode) continue;
    if (nodes.length < maxNodes) nodes.push({ node, labels: { node_id: node.nodeId } });
    else nodesNotExported += 1;
  }
  return { nodes, nodesKnown, nodesOnline, nodesNotExported };
}
