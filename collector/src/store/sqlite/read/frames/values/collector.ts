/**
 * Derived metrics of the collector itself, for `values` queries: from memory, so that a blocked database does not hide
 * it.
 */
import type { CollectorHealth } from '@mesh-observatory/contract/collector-metrics';
import type { DerivedOf } from '@mesh-observatory/contract/derived-metrics';
import type { LabeledValue } from './frame.js';

interface CollectorValues {
  readonly entity: 'broker' | 'collector';
  readonly values: readonly LabeledValue[];
}

type Single = Exclude<DerivedOf<'collector'>, 'collector_broker_connected'>;

const valueOf: Readonly<Record<Single, (health: CollectorHealth) => number | null>> = {
  collector_queue_ratio: ({ queueRatio }) => queueRatio,
  collector_lag_seconds: ({ lagSeconds }) => lagSeconds,
  collector_store_blocked: ({ storeBlocked }) => Number(storeBlocked),
  collector_database_ratio: ({ databaseRatio }) => databaseRatio,
  collector_disk_ratio: ({ diskRatio }) => diskRatio,
  collector_last_message_age_seconds: ({ lastMessageAgeSeconds }) => lastMessageAgeSeconds,
  collector_mesh_silent_seconds: ({ meshSilentSeconds }) => meshSilentSeconds,
  collector_rejected_per_minute: ({ rejectedPerMinute }) => rejectedPerMinute,
  collector_dropped_per_minute: ({ droppedPerMinute }) => droppedPerMinute,
};

export function collectorValues(health: CollectorHealth | undefined, metric: DerivedOf<'collector'>): CollectorValues {
  if (metric === 'collector_broker_connected') {
    const brokers = health?.brokers ?? [];
    return {
      entity: 'broker',
      values: brokers.map(({ name, connected }) => ({ labels: [name], value: Number(connected) })),
    };
  }
  const value = health === undefined ? null : valueOf[metric](health);
  return { entity: 'collector', values: value === null ? [] : [{ labels: [], value }] };
}
