import type Database from 'better-sqlite3';
import { retentionKinds, type RetentionKind } from '@mesh-observatory/contract/retention-kinds';
import type { GatewayStore } from '../write/gateway-store.js';
import type { LinkStore } from '../write/link-store.js';
import type { NodeStore } from '../write/node-store.js';
import { createLatestPurge } from './latest-purge.js';
import { createNodePurge } from './node-purge.js';
import { createSeriesPurge, createTimedPurge, type Purge } from './purge.js';
import type { RolledKind } from './rollup.js';

export interface RetentionPolicy {
  readonly defaultDays: number;
  readonly daysByKind: Readonly<Partial<Record<RetentionKind, number>>>;
  /** Hourly roll-ups, nodes and what is known about them. */
  readonly rollupDays: number;
  /** Bound of the database in bytes; 0 = none. */
  readonly maxBytes: number;
  /** Bound of the messages that no key decrypted, in bytes; 0 = none is kept. Default 0. */
  readonly undecryptedMaxBytes?: number;
}

export interface Rule {
  readonly purge: Purge;
  readonly days: number;
  /** Raw rows that must be rolled up first. */
  readonly rolled?: RolledKind;
  /** Written even while the mesh is silent, so that its age is measured from its own newest row. */
  readonly ownTime?: true;
  /** Working data, not history: nobody misses it. One run removes all of it, and does not report it. */
  readonly isScratch?: true;
  /** Drops from memory what was removed from the database: all from before the cutoff. */
  readonly forget?: (cutoff: number) => void;
}

/** Caches of the writer that must follow. */
export interface RetainedState {
  readonly nodes: NodeStore;
  readonly links: LinkStore;
  readonly gateways: GatewayStore;
}

export interface Rules {
  /** The first to go when the database is too large, the newest too. */
  readonly spare: readonly Rule[];
  readonly raw: readonly Rule[];
  readonly hourly: readonly Rule[];
  /** Nodes, gateways and what is known about them. */
  readonly subjects: readonly Rule[];
}

/** Redeliveries come within the session expiry of the broker (14 days). */
const SEEN_DAYS = 15;
/** Later copies of a packet are other packets. */
const CONTENT_DAYS = 2 / 24;

/** Content that was read from one copy of a packet is needed while another copy waits for its key. */
const WITHOUT_UNDECRYPTED =
  'NOT EXISTS (SELECT 1 FROM undecrypted_messages m WHERE m.packet_row = packet_contents.packet_row)';

/** Tables that retention does not report, and why nothing in them outlives its retention. A test compares this with the schema. */
export const tablesWithoutRule: Readonly<Record<string, string>> = {
  receptions: 'removed together with their packets',
  packet_contents: 'working data, removed by every run: of two hours, or while a copy of the packet waits for its key',
  metrics: 'the catalog of the program',
  collector_metrics: 'names of the program’s own readings',
  metadata: 'facts about the database itself',
  settings: 'facts about the database itself',
  listening: 'one row: since when the collector hears',
  node_presence: 'removed together with their nodes',
  gateway_presence: 'removed together with their gateways',
  rollup_hours: 'hours that wait for the next roll-up, which removes them',
};

/** Days that data of this kind is kept. */
export const daysOf = ({ defaultDays, daysByKind }: RetentionPolicy, kind: RetentionKind) =>
  daysByKind[kind] ?? defaultDays;

/** Nodes are kept as long as anything about them, so that history has names. */
export const nodeDaysOf = (policy: RetentionPolicy) =>
  Math.max(policy.rollupDays, ...retentionKinds.map((kind) => daysOf(policy, kind)));

export function rulesOf(db: Database.Database, policy: RetentionPolicy, state: RetainedState): Rules {
  const { defaultDays, rollupDays } = policy;
  const { nodes, links, gateways } = state;
  const days = (kind: RetentionKind) => daysOf(policy, kind);
  const nodeDays = nodeDaysOf(policy);
  const shortestDays = Math.max(CONTENT_DAYS, Math.min(...retentionKinds.map(days)));
  const timed = (table: string, column: string, only?: string) =>
    createTimedPurge(db, only === undefined ? { table, column } : { table, column, only });
  return {
    spare: [{ purge: timed('undecrypted_messages', 'received_at'), days: days('packets') }],
    raw: [
      { purge: timed('packets', 'received_at'), days: days('packets'), rolled: 'packets' },
      { purge: timed('positions', 'at'), days: days('positions'), rolled: 'positions' },
      {
        purge: createSeriesPurge(db, { table: 'samples', column: 'at' }),
        days: days('telemetry'),
        rolled: 'telemetry',
      },
      { purge: timed('messages', 'at'), days: days('messages') },
      { purge: timed('traceroutes', 'at'), days: days('traceroutes') },
      { purge: timed('links', 'last_seen'), days: days('links'), forget: (cutoff) => links.forgetBefore(cutoff) },
      { purge: timed('events', 'at'), days: days('events') },
      { purge: timed('traffic_minutely', 'minute'), days: days('traffic') },
      { purge: timed('collector_samples', 'at'), days: defaultDays, ownTime: true },
      { purge: timed('seen_messages', 'at'), days: SEEN_DAYS },
      { purge: timed('packet_contents', 'received_at', WITHOUT_UNDECRYPTED), days: CONTENT_DAYS, isScratch: true },
      { purge: timed('packet_contents', 'received_at'), days: shortestDays, isScratch: true },
      { purge: timed('sessions', 'connected_at', 'disconnected_at IS NOT NULL'), days: days('events') },
      { purge: timed('waypoints', 'at', '(expire_at IS NULL OR expire_at < :cutoff)'), days: defaultDays },
    ],
    hourly: [
      { purge: createSeriesPurge(db, { table: 'samples_hourly', column: 'hour' }), days: rollupDays },
      { purge: timed('positions_hourly', 'hour'), days: rollupDays },
      { purge: timed('receptions_hourly', 'hour'), days: rollupDays },
    ],
    subjects: [
      // Whatever expiry they have: nobody has changed them for as long as nodes are kept.
      { purge: timed('waypoints', 'at'), days: nodeDays },
      { purge: createLatestPurge(db, (num) => nodes.refresh(num)), days: Math.max(days('telemetry'), rollupDays) },
      { purge: timed('node_keys', 'last_seen'), days: nodeDays },
      // Nothing of the former number is older than that.
      { purge: timed('node_aliases', 'since'), days: nodeDays },
      { purge: timed('node_channels', 'last_at'), days: nodeDays },
      { purge: timed('gateway_channels', 'last_seen'), days: nodeDays },
      { purge: timed('gateway_clocks', 'read_at'), days: nodeDays },
      { purge: timed('hop_trust', 'at'), days: nodeDays },
      {
        purge: timed('gateways', 'last_seen'),
        days: nodeDays,
        forget: (cutoff) => {
          for (const num of gateways.forgetBefore(cutoff)) nodes.refresh(num);
        },
      },
      { purge: createNodePurge(db, (num) => nodes.refresh(num)), days: nodeDays },
    ],
  };
}
