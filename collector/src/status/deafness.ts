import { HOUR_MS } from '@mesh-observatory/contract/time';
import type { BrokerStatus, PipelineStatus, UnixMillis } from '../model.js';

/** A time in which nothing could be heard. */
export interface Deafness {
  readonly since: UnixMillis;
  readonly until: UnixMillis;
  /** Of this broker only: others were connected. */
  readonly broker?: string;
}

export interface DeafnessParts {
  readonly pipeline: () => Pick<PipelineStatus, 'ingesting' | 'blockedSince'>;
  readonly brokers: () => readonly Pick<BrokerStatus, 'name' | 'state'>[];
  readonly clock: () => UnixMillis;
  /** Seconds since the machine was started, those in which it slept included. */
  readonly uptimeSeconds: () => number;
}

export interface DeafnessWatch {
  /** A message was received. */
  noteMessage(at: UnixMillis): void;
  /** Call it every few seconds: returns each deafness up to now, and once more at its end. */
  check(): readonly Deafness[];
}

/** The watch looks every few seconds: after a longer pause the machine was asleep, or the process was stopped. */
const ASLEEP_AFTER_SECONDS = 120;
/** A calendar that jumps ahead by more was set: a machine without a clock of its own got the time. */
const CLOCK_SET_AFTER_MS = 2 * HOUR_MS;

/**
 * Notices times in which nothing could be heard: ingestion stopped, no broker connected, the database blocked, the
 * machine asleep, its clock set ahead; and of one broker, while only others are connected.
 */
export function createDeafnessWatch({ pipeline, brokers, clock, uptimeSeconds }: DeafnessParts): DeafnessWatch {
  let awakeAt = clock();
  let uptime = uptimeSeconds();
  let deafSince: UnixMillis | undefined;
  const awaySince = new Map<string, UnixMillis>();

  /** Notes that the process runs. The time since it was last known to run counts as deafness when it is long. */
  function noteAwake(at: UnixMillis): void {
    const wasAsleep = uptimeSeconds() - uptime > ASLEEP_AFTER_SECONDS;
    if (wasAsleep || at - awakeAt > CLOCK_SET_AFTER_MS) deafSince ??= awakeAt;
    awakeAt = at;
    uptime = uptimeSeconds();
  }

  function canHear(): boolean {
    const { ingesting, blockedSince } = pipeline();
    return ingesting && blockedSince === null && brokers().some(({ state }) => state === 'connected');
  }

  /** The clock may have been set back. */
  const untilNow = (since: UnixMillis, now: UnixMillis): Deafness => ({
    since: since <= now ? since : now,
    until: now,
  });

  function brokersAway(before: UnixMillis, now: UnixMillis): Deafness[] {
    const all = brokers();
    if (all.length < 2) return [];
    return all.flatMap(({ name, state }) => {
      const hears = state === 'connected';
      const since = awaySince.get(name) ?? (hears ? undefined : before);
      if (since === undefined) return [];
      if (hears) awaySince.delete(name);
      else awaySince.set(name, since);
      return [{ ...untilNow(since, now), broker: name }];
    });
  }

  return {
    noteMessage: noteAwake,
    check() {
      const before = awakeAt;
      const now = clock();
      noteAwake(now);
      const hears = canHear();
      if (!hears) deafSince ??= before;
      const away = brokersAway(before, now);
      if (deafSince === undefined) return away;
      const deafness = untilNow(deafSince, now);
      if (hears) deafSince = undefined;
      return [deafness, ...away];
    },
  };
}
