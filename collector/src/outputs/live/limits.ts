import { liveLimits } from '@mesh-observatory/contract/limits';
import { MINUTE_MS } from '@mesh-observatory/contract/time';

/** Bounds of the live stream: memory, rates and times. */
export interface LiveLimits {
  /** Connections at once; more are answered 503 before the upgrade. */
  readonly maxClients: number;
  /** Connections at once from one address; more are answered 429 before the upgrade. */
  readonly maxPerAddress: number;
  /** Minimum time between two rounds of batches. */
  readonly batchIntervalMs: number;
  /** A round takes at most this much JSON from what is waiting; the rest follows after `backlogIntervalMs`. */
  readonly roundBytes: number;
  readonly backlogIntervalMs: number;
  /** Largest batch or part of a snapshot, before compression (a single larger item still goes out whole). */
  readonly messageBytes: number;
  /** Changes that may wait for the next round; more are dropped and every client is notified. */
  readonly maxPendingChanges: number;
  /** Bytes that may wait for one client, in its socket and before it. Beyond it batches are skipped. */
  readonly maxBufferedBytes: number;
  /** How long a client may be behind before it is closed with 1013. */
  readonly lagGraceMs: number;
  /** How long a closing handshake may take before the socket is terminated. */
  readonly closeGraceMs: number;
  /** A ping goes out this often; a client that did not answer the one before is terminated. */
  readonly heartbeatMs: number;
  /** A new connection that sends nothing for so long gets the default subscription. */
  readonly initialSubscribeMs: number;
  readonly maxInboundBytes: number;
  /** Queries that one connection may follow. */
  readonly maxQueries: number;
  readonly inboundPerSecond: number;
  /** Violations of the protocol within a minute before the connection is closed with 1008. */
  readonly maxViolations: number;
  /** Minimum time between two snapshots for one client. */
  readonly snapshotIntervalMs: number;
  readonly snapshotLinks: number;
  /** How long, and how many bytes of, sent batches are kept for clients that reconnect. */
  readonly resumeMs: number;
  readonly resumeBytes: number;
  readonly maxResumableSessions: number;
  /** How often the counts of open connections are written to the database. */
  readonly sessionRecordMs: number;
}

export const defaultLiveLimits: LiveLimits = {
  maxClients: 100,
  maxPerAddress: 10,
  batchIntervalMs: 50,
  roundBytes: 512 * 1024,
  backlogIntervalMs: 5,
  messageBytes: 64 * 1024,
  maxPendingChanges: 50_000,
  maxBufferedBytes: 1024 * 1024,
  lagGraceMs: 5000,
  closeGraceMs: 2000,
  heartbeatMs: 30_000,
  initialSubscribeMs: 150,
  maxInboundBytes: liveLimits.messageBytes,
  maxQueries: 100,
  inboundPerSecond: 20,
  maxViolations: 5,
  snapshotIntervalMs: 1000,
  snapshotLinks: 10_000,
  resumeMs: MINUTE_MS,
  resumeBytes: 8 * 1024 * 1024,
  maxResumableSessions: 1000,
  sessionRecordMs: MINUTE_MS,
};
