import type { CollectorHealth, CollectorReadings } from '@mesh-observatory/contract/collector-metrics';
import type { FrameJson } from '@mesh-observatory/contract/frames';
import type { FramePatch, LiveGateway, NodePatch } from '@mesh-observatory/contract/live';
import type { PresenceState } from '@mesh-observatory/contract/presence';
import type {
  QueryRequest,
  QueryResponse,
  ResolvedQuery,
  VariablesRequest,
  VariableValue,
} from '@mesh-observatory/contract/query';
import type {
  CatalogEntry,
  Link,
  ListFilter,
  Message,
  Node,
  ObservedEvent,
  Packet,
  Page,
  Position,
  ResourceName,
  Resources,
  Telemetry,
  Traceroute,
  Waypoint,
} from '@mesh-observatory/contract/resources';
import type { RequestError } from '../errors.js';
import type { Ingested, NodeNum, ReadingProblem, UnixMillis } from '../model.js';

/** One change of a commit, as announced to the live stream and other listeners after it. */
export type Change =
  | { readonly kind: 'node'; readonly node: Node; readonly patch: NodePatch }
  | { readonly kind: 'position'; readonly position: Position }
  | { readonly kind: 'telemetry'; readonly telemetry: Telemetry }
  | { readonly kind: 'message'; readonly message: Message }
  | { readonly kind: 'link'; readonly link: Link }
  | { readonly kind: 'event'; readonly event: ObservedEvent }
  | { readonly kind: 'gateway'; readonly gateway: LiveGateway }
  | { readonly kind: 'traceroute'; readonly traceroute: Traceroute }
  | { readonly kind: 'waypoint'; readonly waypoint: Waypoint }
  /** A new packet, or the same packet with one more reception (`receptions` then holds the new one only). */
  | { readonly kind: 'packet'; readonly packet: Packet };

/**
 * - `stored`: a packet not seen before;
 * - `reception`: another gateway's copy of a known packet;
 * - `duplicate`: the same message again (redelivery, retained replay): nothing was written, nothing is announced; or a
 *   further copy by the same gateway (JSON beside protobuf, another broker, a retransmission), which is not counted
 *   again but may say more than the first one.
 */
export interface CommitResult {
  readonly outcome: 'stored' | 'reception' | 'duplicate';
  /** Another packet of the last hour has the sender and id of this new one, and other content. */
  readonly isIdReused?: boolean;
  readonly changes: readonly Change[];
  /** Readings outside their range that were new with this message; absent = none. Copies of a packet count once. */
  readonly readingProblems?: readonly ReadingProblem[];
}

/** Latest state of every node, in memory, bounded; misses are read from the database. */
export interface HotState {
  get(num: NodeNum): Node | undefined;
  /** True when the node exists, cached or not. */
  has(num: NodeNum): boolean;
  /** Every number the node has or had, the present one first. */
  numbersOf(num: NodeNum): readonly NodeNum[];
  /** True when `num` is the number that firmware derives from this key, and `old` has announced the key. */
  mayFollow(num: NodeNum, publicKey: string, old: NodeNum): boolean;
  /** Channels the node was heard on in the last day. */
  channelsOf(num: NodeNum): readonly string[];
  /** Cached nodes, most recently heard first. */
  nodes(): Iterable<Node>;
  /** Newest links, for snapshots and metrics; bounded by `limit`. */
  links(limit: number): readonly Link[];
  gateways(): readonly LiveGateway[];
  /** Seconds by which the clock of a gateway is ahead; negative = behind, null = not known. */
  clockOffsetSeconds(gateway: NodeNum): number | null;
  /** State of the whole mesh. */
  mesh(now: UnixMillis): MeshPresence;
  /** Share of state look-ups answered from memory, 0–1; NaN before the first. */
  hitRate(): number;
  readonly size: number;
}

/** Positions of nodes, and the numbers they had before. */
export interface NodesForPolicy extends Pick<HotState, 'numbersOf' | 'mayFollow'> {
  get(num: NodeNum): Pick<Node, 'latitude' | 'longitude'> | undefined;
}

export interface StoreSizes {
  readonly databaseBytes: number;
  readonly walBytes: number;
  readonly freeBytes: number;
  /** Size-bound retention: the configured bound, 0 = none. */
  readonly maxBytes: number;
  /** Bytes left in the file system that holds the database; null = unknown. */
  readonly diskFreeBytes: number | null;
}

/** The only way to write. Synchronous: one call, one transaction, on the thread that owns the writer connection. */
export interface IngestStore {
  /**
   * Writes the batch in one transaction; results are in batch order. On return everything is durable.
   * @throws StoreBlockedError when nothing was written and a later try may succeed; FatalError when none will.
   */
  commit(batch: readonly Ingested[]): readonly CommitResult[];
  /** Marks nodes and gateways that are late or silent; returns what to announce. */
  sweep(now: UnixMillis): readonly Change[];
  /**
   * Nothing could be heard in this time: no broker, a blocked database, a suspended machine. It is no silence.
   * @param broker only this one was away.
   */
  noteDeafness(since: UnixMillis, until: UnixMillis, broker?: string): void;
  /** Records an event that the pipeline observed (flood). */
  recordEvent(event: Omit<ObservedEvent, 'id'>): readonly Change[];
  /** Saves the readings of the collector of this minute. */
  recordReadings(at: UnixMillis, readings: CollectorReadings): void;
  /** Bookkeeping of live-stream connections. */
  recordSession(session: StreamSession): void;
  readonly hot: HotState;
  sizes(): StoreSizes;
  /** Starts and commits an empty transaction, for /readyz. @throws as `commit`. */
  probe(): void;
}

/** Whether anything comes from the mesh, by its own rhythm. */
export interface MeshPresence {
  readonly state: PresenceState;
  /** Time since the newest packet, or since the collector can hear. */
  readonly quietMs: number;
  /** The mesh is silent after this time. */
  readonly silentAfterMs: number;
}

export interface StreamSession {
  readonly sessionId: string;
  readonly remote: string;
  readonly userAgent: string;
  readonly connectedAt: UnixMillis;
  readonly disconnectedAt: UnixMillis | null;
  readonly messages: number;
  readonly bytes: number;
  readonly closeCode: number | null;
}

export interface RetentionReport {
  /** Rows by table; `latest_values`: nodes whose latest position or signal was cleared. */
  readonly deleted: Readonly<Record<string, number>>;
  /** To be announced: nodes whose latest values were cleared. Removed nodes are missing in the next snapshot. */
  readonly changes: readonly Change[];
  /** True when a limit (25 % a run, clock jump) stopped it early. */
  readonly limited: boolean;
}

/** Jobs that run beside ingestion, in batches that never hold the writer for more than a few milliseconds. */
export interface StoreMaintenance {
  rollUp(now: UnixMillis): Promise<void>;
  retain(now: UnixMillis): Promise<RetentionReport>;
  /** Online copy; resolves with its path and size once the copy passed `integrity_check`. */
  backUp(directory: string, now: UnixMillis): Promise<{ readonly path: string; readonly bytes: number }>;
  checkpoint(): void;
  /** Ends the jobs above after their present batch; the next call continues them. */
  interrupt(): void;
  /** Checkpoints, marks the shutdown as clean and releases the file. */
  close(): Promise<void>;
}

/** Reads the collector's health; called with every query that may need it. */
export type GetHealth = () => CollectorHealth | undefined;

/** Name under which queries share one turn in the queue of readers: an address, `ALERTS` or `LIVE`. */
export type Viewer = string;

/** Queries of alert rules. They have a share of their own, which dashboards cannot take. */
export const ALERTS: Viewer = 'alerts';

/** All live queries together: they take turns with single viewers. */
export const LIVE: Viewer = 'live';

export interface ReadOptions {
  /** Queries of different viewers take turns. Default: one nameless viewer. */
  readonly viewer?: Viewer;
  readonly signal?: AbortSignal;
  /** Default 10 s; then the query fails with RequestError 504. */
  readonly deadlineMs?: number;
}

/** Counts for `/api/stats`. */
export interface StoreCounts {
  readonly nodes: number;
  readonly nodesOnline: number;
  readonly gateways: number;
  readonly gatewaysOnline: number;
  readonly packets: number;
  readonly receptions: number;
  readonly positions: number;
  readonly samples: number;
  readonly messages: number;
  readonly links: number;
  readonly events: number;
  readonly oldestPacketAt: number | null;
  readonly newestPacketAt: number | null;
  readonly sessions: {
    readonly current: number;
    readonly total: number;
    readonly messages: number;
    readonly bytes: number;
  };
}

/**
 * The only way to read, off the writer's thread. Every call is bounded in rows and time and can be canceled.
 * @throws RequestError 400 (bad cursor or name), 503 (too many queries waiting), 504 (deadline), 499 (canceled).
 */
export interface ReadStore {
  list<K extends ResourceName>(resource: K, filter: ListFilter, options?: ReadOptions): Promise<Page<Resources[K]>>;
  node(num: NodeNum, options?: ReadOptions): Promise<Node | undefined>;
  /** Errors of a single query are reported in its result, not thrown. */
  query(request: QueryRequest, options?: ReadOptions): Promise<QueryResponse>;
  variables(request: VariablesRequest, options?: ReadOptions): Promise<readonly VariableValue[]>;
  catalog(options?: ReadOptions): Promise<readonly CatalogEntry[]>;
  counts(options?: ReadOptions): Promise<StoreCounts>;
  close(): Promise<void>;
}

/** A query about the time up to now. */
export interface LiveQuery {
  readonly query: ResolvedQuery;
  /** Length of the time range that ends now. */
  readonly rangeMs: number;
  /** Zone in which days begin. */
  readonly timeZone: string;
}

/** The answer to a query at one time, or what has to be done to its frames to get the next. */
export interface LiveAnswer<Frames> {
  /** Time range of the answer, Unix ms; `to` is exclusive. */
  readonly from: number;
  readonly to: number;
  readonly frames: Frames;
}

/** The answer to a query, kept up to date, and its latest changes, counted 1, 2, 3 … */
export interface QueryView {
  readonly id: string;
  /** Number of the newest change. */
  readonly seq: number;
  /** Undefined until the query was answered for the first time. */
  readonly answer: LiveAnswer<readonly FrameJson[]> | undefined;
  /** The change with this number, while it is remembered. */
  change(seq: number): LiveAnswer<readonly FramePatch[]> | undefined;
}

export interface ViewListener {
  /** The view has its first answer, or another change. */
  onChange(): void;
  /** The query could not be answered. Status 4xx: it never will be. Else it is tried again. */
  onError(error: RequestError): void;
}

/** Queries whose answers follow what is committed. Equal queries share one view. */
export interface QueryViews {
  /**
   * Follows the answer to a query until `stop` is called.
   * @throws RequestError 503 when there are too many views.
   */
  follow(asked: LiveQuery, listener: ViewListener): { readonly view: QueryView; readonly stop: () => void };
  /** Takes committed changes. Never throws, never waits. */
  publish(changes: readonly Change[]): void;
  readonly size: number;
  close(): void;
}
