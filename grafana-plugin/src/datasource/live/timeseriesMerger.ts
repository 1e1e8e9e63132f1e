import type { DataFrame, Field } from '@grafana/data';
import type { CreateMerger } from './merger';
import type { Telemetry } from '@mesh-observatory/contract/resources';

/** One series: its frame, and the points that live updates add to and old ones leave. */
interface Series {
  frame: DataFrame;
  readonly times: number[];
  readonly values: number[];
  changed: boolean;
}

const keyOf = (node: unknown, metric: unknown) => `${String(node)} ${String(metric)}`;

/** Fields of a frame of one series: the time, and one value with labels. */
function fieldsOf(frame: DataFrame): { time: Field; value: Field } | undefined {
  const [time, value] = frame.fields;
  return time === undefined || value === undefined ? undefined : { time, value };
}

function toFrame({ frame, times, values }: Series): DataFrame {
  const fields = frame.fields.map(({ name, type, config, labels }, index): Field => ({
    name,
    type,
    config,
    ...(labels === undefined ? {} : { labels }),
    values: index === 0 ? times.slice() : values.slice(),
  }));
  return { ...frame, fields, length: times.length };
}

/** One frame per node and metric. Readings are appended as they come; series the answer did not have are asked for. */
export const createTimeseriesMerger: CreateMerger = (frames, { query, maxPoints, now, rangeMs, asked }) => {
  const series = new Map<string, Series>();
  for (const frame of frames) {
    const fields = fieldsOf(frame);
    if (fields !== undefined) {
      const { time, value } = fields;
      const key = keyOf(value.labels?.['node'], value.labels?.['metric'] ?? value.name);
      series.set(key, { frame, times: [...time.values], values: [...value.values], changed: false });
    }
  }
  const order = [...series.values()];
  const metrics = new Set('metrics' in query ? query.metrics : []);
  const nodes = new Set(query.nodes);
  let stale = false;

  function append(one: Series, { at, value }: Telemetry): boolean {
    const last = one.times.at(-1) ?? -Infinity;
    if (at <= last) {
      return false;
    }
    one.times.push(at);
    one.values.push(value);
    one.changed = true;
    return true;
  }

  function trim(one: Series): void {
    const oldest = now() - rangeMs;
    let surplus = Math.max(0, one.times.length - maxPoints);
    while ((one.times[surplus] ?? Infinity) < oldest) {
      surplus += 1;
    }
    if (surplus > 0) {
      one.times.splice(0, surplus);
      one.values.splice(0, surplus);
      one.changed = true;
    }
  }

  return {
    apply({ telemetry = [] }) {
      let changed = false;
      for (const reading of telemetry) {
        if (!metrics.has(reading.metric) || (nodes.size > 0 && !nodes.has(reading.nodeId))) {
          continue;
        }
        const key = keyOf(reading.nodeId, reading.metric);
        const one = series.get(key);
        if (one !== undefined) {
          changed = append(one, reading) || changed;
        } else if (!asked.has(key)) {
          asked.add(key);
          stale = true;
        }
      }
      return changed;
    },
    frames: () =>
      order.map((one) => {
        trim(one);
        if (one.changed) {
          one.frame = toFrame(one);
          one.changed = false;
        }
        return one.frame;
      }),
    takeStale: () => {
      const was = stale;
      stale = false;
      return was;
    },
  };
};
