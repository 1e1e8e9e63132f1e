import type Database from 'better-sqlite3';
import type { MetricSample } from '../../../../model.js';
import type { Dictionaries } from '../dictionaries.js';
import type { Latest } from '../clock-guard.js';
import type { NodeDraft } from '../node-draft.js';
import type { PacketContext } from './packet-context.js';
import { formatDuration, nameOf } from '../wording.js';

export type ApplySamples = (samples: readonly MetricSample[], context: PacketContext) => void;

/** Uptime of the radio itself; a host or a counter on it restarts on its own. */
const UPTIME_METRICS = new Set(['device_uptime_seconds', 'local_stats_uptime_seconds']);
/** How late a packet may be in being heard. */
const LATENESS_SECONDS = 30;

/**
 * A restart shows in the uptime: it fell, and the node has not been up for longer than has passed since the last reading.
 * An old packet that comes late has a lower uptime too, but one that reaches back further than that.
 */
export function hasRestarted(before: { seconds: number; at: number }, now: { seconds: number; at: number }): boolean {
  const elapsed = (now.at - before.at) / 1000;
  return now.seconds < before.seconds && now.seconds <= elapsed + LATENESS_SECONDS;
}

export function createApplySamples(db: Database.Database, dictionaries: Dictionaries, latest: Latest): ApplySamples {
  const save = db.prepare(`
    INSERT INTO samples (metric_id, node_num, at, packet_row, value) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET value = excluded.value`);

  /** True when it is the latest; of two at once the greater, and of two copies of one packet the better. */
  function isLatest(origin: NodeDraft, { metric, value }: MetricSample, { at, again }: PacketContext): boolean {
    const known = origin.node.metrics[metric];
    if (known?.at === at) return again ? value !== known.value : value > known.value;
    return latest.isNewer(at, known?.at);
  }

  function noteUptime(origin: NodeDraft, seconds: number, context: PacketContext): void {
    // The gateway's clock knows when a packet was really heard that the broker kept for us.
    const now = { seconds, at: context.reception.rxTime ?? context.reception.receivedAt };
    const before = origin.state.uptime;
    // Firmware JSON says 0 for "not stated".
    if (seconds === 0 && context.packet.decodeStatus === 'json') return;
    if (before !== null && !latest.isNewer(now.at, before.at)) {
      if (now.at === before.at && seconds > before.seconds) origin.note({ uptime: now });
      return;
    }
    origin.note({ uptime: now });
    if (before === null || latest.isFuture(before.at) || !hasRestarted(before, now)) return;
    context.derive({
      at: context.at,
      kind: 'reboot',
      severity: 'info',
      node: origin.num,
      title: `${nameOf(origin.node)} restarted`,
      text: `Up for ${formatDuration(seconds)}, before that ${formatDuration(before.seconds)}`,
      data: { old: before.seconds, new: seconds },
    });
  }

  return (samples, context) => {
    const { origin, at, row, packet } = context;
    if (origin === undefined || !context.firstHand) return;
    for (const sample of samples) {
      const { metric, value } = sample;
      save.run(dictionaries.metricId(metric), packet.from, at, row, value);
      if (UPTIME_METRICS.has(metric)) noteUptime(origin, value, context);
      const known = origin.node.metrics[metric];
      const repeated = context.again && known?.at === at && known.value === value;
      if (isLatest(origin, sample, context)) origin.setMetric(metric, value, at);
      if (!repeated)
        context.announce({ kind: 'telemetry', telemetry: { nodeId: origin.node.nodeId, at, metric, value } });
    }
  };
}
