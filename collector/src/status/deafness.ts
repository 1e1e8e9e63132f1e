import { MINUTE_MS } from '@mesh-observatory/contract/time';
import type { BrokerStatus, PipelineStatus, UnixMillis } from '../model.js';

/** A time in which nothing could be heard. */
export interface Deafness {
  readonly since: UnixMillis;
  readonly until: UnixMillis;
}

export interface DeafnessParts {
  readonly pipeline: () => Pick<PipelineStatus, 'ingesting' | 'blockedSince'>;
  readonly brokers: () => readonly Pick<BrokerStatus, 'state'>[];
  readonly clock: () => UnixMillis;
}

/** The watch looks every few seconds: a longer pause means that the whole machine was suspended, or its clock was set. */
const SUSPENDED_AFTER_MS = 2 * MINUTE_MS;

/**
 * Notices times in which nothing could be heard: ingestion stopped, no broker connected, the database blocked, the
 * machine suspended. Call the result every few seconds: it returns the deafness up to now, and once more at its end.
 */
export function createDeafnessWatch({ pipeline, brokers, clock }: DeafnessParts): () => Deafness | undefined {
  let checkedAt = clock();
  let deafSince: UnixMillis | undefined;

  function canHear(): boolean {
    const { ingesting, blockedSince } = pipeline();
    return ingesting && blockedSince === null && brokers().some(({ state }) => state === 'connected');
  }

  return () => {
    const now = clock();
    const wasSuspended = now - checkedAt > SUSPENDED_AFTER_MS;
    if (deafSince !== undefined && deafSince > now) deafSince = now; // the clock was set back
    // What happened since the last look is not known: it counts as deafness.
    if (wasSuspended || !canHear()) deafSince ??= checkedAt <= now ? checkedAt : now;
    checkedAt = now;
    if (deafSince === undefined) return undefined;
    const deafness = { since: deafSince, until: now };
    if (canHear()) deafSince = undefined;
    return deafness;
  };
}
