import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '@mesh-observatory/contract/time';
import type { z } from 'zod';
import type { StoreCounts } from '../../store/store.js';
import type { Readiness } from '../../status/readiness.js';
import type { CollectorStatus } from './parts.js';
import type { healthSchema } from './schemas.js';

interface HealthFacts {
  readonly status: CollectorStatus;
  readonly readiness: Readiness;
  /** undefined when the store did not answer. */
  readonly counts: StoreCounts | undefined;
  readonly now: number;
}

/** Describes the state of the collector in words, for "Save & test" of the data source. */
export function describeHealth({ status, readiness, counts, now }: HealthFacts): z.input<typeof healthSchema> {
  const storeSilent = { code: 'store_slow', message: 'The database did not answer in time.' };
  const reasons = [...readiness.reasons, ...(counts === undefined ? [storeSilent] : [])];
  const connected = status.brokers.filter(({ state }) => state === 'connected').length;
  const facts = [
    `${connected} of ${plural(status.brokers.length, 'broker')} connected`,
    status.pipeline.lastMessageAt === null
      ? 'no packet yet'
      : `last packet ${age(now - status.pipeline.lastMessageAt)} ago`,
    counts === undefined ? 'nodes unknown' : `${plural(counts.nodes, 'node')} (${counts.nodesOnline} online)`,
  ];
  const sentences = [
    `Mesh Observatory ${status.version}${status.simulated ? ' (simulated mesh)' : ''}: ${facts.join(', ')}.`,
    ...[...reasons, ...readiness.warnings].map(({ message }) => message),
  ];
  return {
    status: readiness.ready && counts !== undefined ? 'ok' : 'degraded',
    message: sentences.join(' '),
    version: status.version,
    simulated: status.simulated,
    brokers: status.brokers.map(({ name, state, lastError }) => ({ name, state, lastError })),
    lastMessageAt: status.pipeline.lastMessageAt,
    nodes: counts?.nodes ?? null,
    nodesOnline: counts?.nodesOnline ?? null,
    reasons,
  };
}

const plural = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;

function age(ms: number): string {
  const units = [
    { name: 'd', length: DAY_MS },
    { name: 'h', length: HOUR_MS },
    { name: 'min', length: MINUTE_MS },
  ];
  const unit = units.find(({ length }) => ms >= 2 * length) ?? { name: 's', length: SECOND_MS };
  return `${Math.max(0, Math.round(ms / unit.length))} ${unit.name}`;
}
