/** Sends the queries of a dashboard as the plugin does: without what only the browser needs, with variables filled in. */
import type { Collector } from '@mesh-observatory/test-kit/collector';
import type { Target } from './generated.js';

/** Options that only the plugin uses; see `grafana-plugin/src/datasource/query/resolve.ts`. */
const BROWSER_ONLY = new Set(['version', 'datasource', 'live', 'livePoints', 'oneNode']);

export type Values = Readonly<Record<string, readonly string[]>>;

const VARIABLE = /^\$(\w+)$/;

/** A variable without a value here stands at "All": the list is empty then, as the plugin sends it. */
export function toWire(target: Target, values: Values): Record<string, unknown> {
  const fill = (list: readonly unknown[]) =>
    list.flatMap((item) => {
      const name = typeof item === 'string' ? VARIABLE.exec(item)?.[1] : undefined;
      return name === undefined ? [item] : [...(values[name] ?? [])];
    });
  const kept = Object.entries(target).filter(([name]) => !BROWSER_ONLY.has(name));
  return Object.fromEntries(kept.map(([name, value]) => [name, Array.isArray(value) ? fill(value) : value]));
}

export interface Field {
  readonly name: string;
  readonly type: string;
  readonly config?: { readonly unit?: string; readonly displayName?: string };
}

export interface Frame {
  readonly schema: { readonly refId: string; readonly name?: string; readonly fields: readonly Field[] };
  readonly data: { readonly values: readonly (readonly unknown[])[] };
}

export interface Result {
  readonly status: number;
  readonly error?: string;
  readonly frames: readonly Frame[];
}

export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

export async function ask(
  { url }: Collector,
  targets: readonly Target[],
  { from, to }: TimeRange,
  values: Values = {},
): Promise<Record<string, Result>> {
  const queries = targets.map((target) => ({ maxDataPoints: 400, intervalMs: 300_000, ...toWire(target, values) }));
  const response = await fetch(`${url}/api/query`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ from, to, queries }),
  });
  const body = (await response.json()) as { results?: Record<string, Result>; message?: string };
  if (body.results === undefined) throw new Error(body.message ?? `The collector answered ${response.status}.`);
  return body.results;
}

export const rowsOf = ({ frames }: Result) => frames.reduce((sum, { data }) => sum + (data.values[0]?.length ?? 0), 0);

export async function choices({ url }: Collector, kind: string): Promise<string[]> {
  const response = await fetch(`${url}/api/variables`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ kind }),
  });
  return ((await response.json()) as { data: { value: string }[] }).data.map(({ value }) => value);
}
