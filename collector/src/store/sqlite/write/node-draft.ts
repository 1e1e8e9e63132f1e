import type { NodePatch } from '@mesh-observatory/contract/live';
import { isOnline, type PresenceState } from '@mesh-observatory/contract/presence';
import type { Node } from '@mesh-observatory/contract/resources';
import { formatNodeId, type NodeNum } from '../../../model.js';
import type { Change } from '../../store.js';
import type { NodeState, FieldProvenance, SourcedField } from './node-state.js';

type Bookkeeping = Omit<NodeState, 'node' | 'provenance'>;

/** One node during a transaction: its state, and the changes that are not announced yet. */
export class NodeDraft {
  readonly #node: Node;
  #provenance: FieldProvenance;
  #bookkeeping: Bookkeeping;
  #isNew: boolean;
  #ownsMetrics = false;
  #dirty: boolean;
  readonly #changed = new Set<keyof Node>();
  readonly #changedMetrics = new Set<string>();
  readonly #unsavedMetrics = new Set<string>();

  constructor(state: NodeState, isNew: boolean) {
    const { node, provenance, ...bookkeeping } = state;
    this.#node = { ...node };
    this.#provenance = provenance;
    this.#bookkeeping = bookkeeping;
    this.#isNew = isNew;
    this.#dirty = isNew;
  }

  get node(): Readonly<Node> {
    return this.#node;
  }

  get num(): NodeNum {
    return this.#node.nodeNum as NodeNum;
  }

  get state(): NodeState {
    return { node: this.#node, provenance: this.#provenance, ...this.#bookkeeping };
  }

  get dirty(): boolean {
    return this.#dirty;
  }

  /** `quietly`: without announcing the change. */
  set<K extends keyof Node>(key: K, value: Node[K], quietly = false): void {
    if (this.#node[key] === value) return;
    this.#node[key] = value;
    this.#dirty = true;
    if (!quietly) this.#changed.add(key);
  }

  setState(state: PresenceState): void {
    this.set('state', state);
    this.set('online', isOnline(state));
  }

  /** Records source and time of a field; its value is set separately. */
  setProvenance(field: SourcedField, rank: number, at: number): void {
    this.#provenance = { ...this.#provenance, [field]: [rank, at] };
    // The channel is no statement of the node, and changes with every packet.
    if (field !== 'channel') this.set('reportedAt', { ...this.#node.reportedAt, [field]: at });
  }

  note(facts: Partial<Bookkeeping>): void {
    this.#bookkeeping = { ...this.#bookkeeping, ...facts };
    this.#dirty = true;
  }

  /** @param value null = unknown. */
  setMetric(metric: string, value: number | null, at: number): void {
    if (!this.#ownsMetrics) {
      this.#node.metrics = { ...this.#node.metrics };
      this.#ownsMetrics = true;
    }
    this.#node.metrics[metric] = { value, at };
    this.#changedMetrics.add(metric);
    this.#unsavedMetrics.add(metric);
  }

  /** Forgets the latest value: there is none any more. */
  removeMetric(metric: string): void {
    const { [metric]: _, ...metrics } = this.#node.metrics;
    this.#node.metrics = metrics;
    this.#ownsMetrics = true;
    this.#unsavedMetrics.add(metric);
  }

  /** Returns the latest values that are not written yet, and counts them as written. */
  takeUnsaved(): readonly string[] {
    const metrics = [...this.#unsavedMetrics];
    this.#unsavedMetrics.clear();
    this.#dirty = false;
    return metrics;
  }

  /** Returns the change since the last call, to be announced. */
  takeChange(): Change | undefined {
    if (!this.#isNew && this.#changed.size === 0 && this.#changedMetrics.size === 0) return undefined;
    const node: Node = { ...this.#node };
    this.#ownsMetrics = false; // the announced node keeps the present ones
    const patch: NodePatch = this.#isNew ? node : this.#patch(node);
    this.#isNew = false;
    this.#changed.clear();
    this.#changedMetrics.clear();
    return { kind: 'node', node, patch };
  }

  #patch(node: Node): NodePatch {
    const changed = [...this.#changed].map((key) => [key, node[key]] as const);
    const metrics = [...this.#changedMetrics].flatMap((metric) => {
      const latest = node.metrics[metric];
      return latest === undefined ? [] : [[metric, latest] as const];
    });
    return {
      nodeId: node.nodeId,
      ...Object.fromEntries(changed),
      ...(metrics.length === 0 ? {} : { metrics: Object.fromEntries(metrics) }),
    };
  }
}

/** A node of which nothing is known yet but that it was heard. */
export function unknownNode(num: NodeNum, heardAt: number): NodeState {
  const node: Node = {
    nodeId: formatNodeId(num),
    nodeNum: num,
    longName: null,
    shortName: null,
    hwModel: null,
    role: null,
    firmwareVersion: null,
    region: null,
    modemPreset: null,
    publicKey: null,
    licensed: false,
    unmessagable: null,
    statusText: null,
    firstHeard: heardAt,
    lastHeard: heardAt,
    online: true,
    state: 'online',
    gateway: false,
    lastGatewayId: null,
    lastGatewayAt: null,
    channel: null,
    latitude: null,
    longitude: null,
    altitude: null,
    precisionBits: null,
    positionAt: null,
    snr: null,
    rssi: null,
    directAt: null,
    hopsAway: null,
    newestPacketAt: null,
    packets: 0,
    reportedAt: {},
    formerIds: [],
    signedAt: null,
    metrics: {},
  };
  return {
    node,
    provenance: {},
    uptime: null,
    newest: { at: 0, packetId: 0 },
    rhythm: {},
  };
}
