import type Database from 'better-sqlite3';
import type {
  Measurements,
  MeshEvent,
  MetricDefinition,
  MetricSample,
  ReadingProblem,
  UnknownMetric,
} from '../../../../model.js';
import type { Dictionaries } from '../dictionaries.js';
import type { ClockGuard } from '../clock-guard.js';
import type { NodeDraft } from '../node-draft.js';
import { isHistory, type AppliedContent, type EventContext } from '../reception-update.js';
import { formatDuration, nameOf } from '../wording.js';
import { createProblemWording } from '../reading-problems.js';

export interface Samples {
  apply(measured: Partial<Measurements>, context: EventContext): void;
  /** Takes back what the packet measured at `at`: the latest value is again the one before. */
  retract(measured: Partial<Measurements>, at: number, context: EventContext): void;
}

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

function prepareStatements(db: Database.Database) {
  const save = db.prepare(`
    INSERT INTO samples (metric_id, node_num, at, packet_row, value) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET value = excluded.value`);
  const remove = db.prepare<[number, number, number, number]>(
    'DELETE FROM samples WHERE metric_id = ? AND node_num = ? AND at = ? AND packet_row = ?',
  );
  const selectLatest = db.prepare<[number, number], { readonly value: number; readonly at: number }>(
    'SELECT value, at FROM samples WHERE metric_id = ? AND node_num = ? ORDER BY at DESC, value DESC LIMIT 1',
  );
  return { save, remove, selectLatest };
}

export function createSamples(
  db: Database.Database,
  dictionaries: Dictionaries,
  clockGuard: ClockGuard,
  catalog: readonly MetricDefinition[],
): Samples {
  const describeProblem = createProblemWording(catalog);
  const { save, remove, selectLatest } = prepareStatements(db);

  /** True when the value is the latest. Of two at the same time the greater wins, and any over "unknown". */
  function isLatest(sender: NodeDraft, metric: string, value: number | null, at: number): boolean {
    const known = sender.node.metrics[metric];
    if (known?.at !== at) return clockGuard.isNewer(at, known?.at);
    return value !== null && value > (known.value ?? -Infinity);
  }

  function updateUptime(sender: NodeDraft, seconds: number, context: EventContext): void {
    const { heardAt, reception } = context;
    // What a queue delivers at once was heard one after the other. Without a proven clock all copies have one time.
    const isDated = heardAt !== null && heardAt !== reception.receivedAt;
    const now = { seconds, at: isDated ? heardAt : context.at };
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
    if (!isLatest(sender, metric, null, context.at)) return false;
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

  function apply({ samples = [], unknown = [] }: Partial<Measurements>, context: EventContext): void {
    const { sender, at, row, packet } = context;
    if (sender === undefined || !isHistory(context.messageOrigin)) return;
    const isKnown = isAmong(context.before);
    for (const { metric, value } of samples) {
      save.run(dictionaries.metricId(metric), packet.from, at, row, value);
      if (UPTIME_METRICS.has(metric)) updateUptime(sender, value, context);
      if (isLatest(sender, metric, value, at)) sender.setMetric(metric, value, at);
      if (!isKnown({ metric, value }, at))
        context.announce({ kind: 'telemetry', telemetry: { nodeId: sender.node.nodeId, at, metric, value } });
    }
    const wasUnknown = new Set((context.before?.events ?? []).flatMap(unknownOf));
    const lost = unknown
      .filter((metric) => forget(metric, sender, context))
      .flatMap(({ metric }) => (wasUnknown.has(metric) ? [] : [metric]));
    const problems = packet.readingProblems.filter(({ metric }) => lost.includes(metric));
    if (problems.length > 0) recordImplausible(problems, sender, context);
  }

  function retract({ samples = [], unknown = [] }: Partial<Measurements>, at: number, context: EventContext): void {
    const { sender, row } = context;
    if (sender === undefined) return;
    for (const { metric } of samples) remove.run(dictionaries.metricId(metric), sender.num, at, row);
    for (const { metric } of [...samples, ...unknown]) {
      if (sender.node.metrics[metric]?.at !== at) continue;
      const latest = selectLatest.get(dictionaries.metricId(metric), sender.num);
      if (latest === undefined) sender.removeMetric(metric);
      else sender.setMetric(metric, latest.value, latest.at);
    }
  }

  return { apply, retract };
}

const samplesOf = (event: MeshEvent) => ('samples' in event ? (event.samples ?? []) : []);
const unknownOf = (event: MeshEvent) => ('unknown' in event ? (event.unknown ?? []).map(({ metric }) => metric) : []);

/** Returns a test for samples that were announced already. */
function isAmong(before: AppliedContent | null): (sample: MetricSample, at: number) => boolean {
  if (before === null) return () => false;
  const known = new Map(before.events.flatMap(samplesOf).map(({ metric, value }) => [metric, value]));
  return ({ metric, value }, at) => before.at === at && known.get(metric) === value;
}
