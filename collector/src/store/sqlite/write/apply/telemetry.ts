import type Database from 'better-sqlite3';
import type { Measurements, MetricDefinition, ReadingProblem, UnknownMetric } from '../../../../model.js';
import type { Dictionaries } from '../dictionaries.js';
import type { ClockGuard } from '../clock-guard.js';
import type { NodeDraft } from '../node-draft.js';
import { isHistory, type EventContext } from '../reception-update.js';
import { formatDuration, nameOf } from '../wording.js';
import { createProblemWording } from '../reading-problems.js';

export type ApplySamples = (measured: Measurements, context: EventContext) => void;

/** Uptime of the radio itself; hosts and packet counters restart independently. */
const UPTIME_METRICS = new Set(['device_uptime_seconds', 'local_stats_uptime_seconds']);
/** Tolerated delay between sending and reception. */
const LATENESS_SECONDS = 30;

/**
 * Detects a restart: the uptime fell, and is no longer than the time since the last reading. A packet that arrives late
 * has a lower uptime too, but it is longer than that.
 */
export function hasRestarted(before: { seconds: number; at: number }, now: { seconds: number; at: number }): boolean {
  const elapsed = (now.at - before.at) / 1000;
  return now.seconds < before.seconds && now.seconds <= elapsed + LATENESS_SECONDS;
}

export function createApplySamples(
  db: Database.Database,
  dictionaries: Dictionaries,
  clockGuard: ClockGuard,
  catalog: readonly MetricDefinition[],
): ApplySamples {
  const describeProblem = createProblemWording(catalog);
  const save = db.prepare(`
    INSERT INTO samples (metric_id, node_num, at, packet_row, value) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET value = excluded.value`);

  /**
   * True when the value is the latest. Of two at the same time the greater wins, and any over "unknown"; of two copies of
   * a packet the later.
   */
  function isLatest(sender: NodeDraft, metric: string, value: number | null, context: EventContext): boolean {
    const { at, isReapplied } = context;
    const known = sender.node.metrics[metric];
    if (known?.at !== at) return clockGuard.isNewer(at, known?.at);
    return isReapplied ? value !== known.value : value !== null && value > (known.value ?? -Infinity);
  }

  function updateUptime(sender: NodeDraft, seconds: number, context: EventContext): void {
    // What a queue delivers at once was heard one after the other.
    const now = { seconds, at: context.heardAt ?? context.at };
    const before = sender.state.uptime;
    // In firmware JSON 0 means "not stated".
    if (seconds === 0 && context.packet.decodeStatus === 'json') return;
    if (before !== null && !clockGuard.isNewer(now.at, before.at)) {
      if (now.at === before.at && seconds > before.seconds) sender.note({ uptime: now });
      return;
    }
    sender.note({ uptime: now });
    if (before === null || clockGuard.isFuture(before.at) || !hasRestarted(before, now)) return;
    context.recordEvent({
      at: context.at,
      kind: 'reboot',
      severity: 'info',
      node: sender.num,
      title: `${nameOf(sender.node)} restarted`,
      text: `Up for ${formatDuration(seconds)}, before that ${formatDuration(before.seconds)}`,
      data: { old: before.seconds, new: seconds },
    });
  }

  /**
   * The older value no longer counts. Returns true when the metric becomes unknown by it. What a device does not measure
   * leaves no trace unless it did before; an implausible reading does, so that an older good one that arrives late is not
   * taken for the present.
   */
  function forget({ metric, reason }: UnknownMetric, sender: NodeDraft, context: EventContext): boolean {
    if (!isLatest(sender, metric, null, context)) return false;
    const known = sender.node.metrics[metric];
    if (reason === 'not_measured' && known === undefined) return false;
    sender.setMetric(metric, null, context.at);
    return reason === 'implausible' && known?.value !== null;
  }

  function recordImplausible(problems: readonly ReadingProblem[], sender: NodeDraft, context: EventContext): void {
    context.recordEvent({
      at: context.at,
      kind: 'reading_implausible',
      severity: 'warning',
      node: sender.num,
      title: `${nameOf(sender.node)} reports readings that cannot be`,
      text: `${problems.map(describeProblem).join(', ')}; unknown until the next good reading`,
      data: { readings: problems.map((problem) => ({ ...problem })) },
    });
  }

  return ({ samples, unknown = [] }, context) => {
    const { sender, at, row, packet } = context;
    if (sender === undefined || !isHistory(context.messageOrigin)) return;
    for (const { metric, value } of samples) {
      save.run(dictionaries.metricId(metric), packet.from, at, row, value);
      if (UPTIME_METRICS.has(metric)) updateUptime(sender, value, context);
      const known = sender.node.metrics[metric];
      const repeated = context.isReapplied && known?.at === at && known.value === value;
      if (isLatest(sender, metric, value, context)) sender.setMetric(metric, value, at);
      if (!repeated)
        context.announce({ kind: 'telemetry', telemetry: { nodeId: sender.node.nodeId, at, metric, value } });
    }
    const lost = unknown.filter((metric) => forget(metric, sender, context)).map(({ metric }) => metric);
    const problems = (packet.readingProblems ?? []).filter(({ metric }) => lost.includes(metric));
    if (problems.length > 0) recordImplausible(problems, sender, context);
  };
}
