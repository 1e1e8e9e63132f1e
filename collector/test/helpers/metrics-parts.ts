import { spawnSync } from 'node:child_process';
import type { PipelineStatus } from '../../src/model.js';
import type { MetricsParts } from '../../src/outputs/metrics/metrics-output.js';
import { createMemoryHotState, HOT_NOW } from './memory-hot-state.js';

export const METRICS_NOW = HOT_NOW;
export const EXPIRY_MS = 24 * 3_600_000;
export const NODE_EXPIRY_MS = 7 * EXPIRY_MS;

export const idlePipeline: PipelineStatus = {
  ingesting: true,
  received: 0,
  stored: 0,
  receptions: 0,
  duplicates: 0,
  rejected: {},
  dropped: {},
  queueDepth: 0,
  queueCapacity: 10_000,
  blockedSince: null,
  blockedReason: null,
  lastMessageAt: null,
  lastCommitAt: null,
};

/** The parts of a metrics output over an empty mesh. */
export function metricsParts(over: Partial<MetricsParts> = {}): MetricsParts {
  return {
    hot: createMemoryHotState(),
    catalog: [],
    maxNodes: 2000,
    brokers: () => [],
    pipeline: () => idlePipeline,
    sizes: () => ({ databaseBytes: 4096, walBytes: 0, freeBytes: 0, maxBytes: 0, diskFreeBytes: null }),
    live: () => ({
      clients: 0,
      lagging: 0,
      bufferedBytes: 0,
      connections: 0,
      refused: 0,
      messages: 0,
      bytes: 0,
      dropped: 0,
      overflowed: 0,
      tooSlow: 0,
    }),
    version: '0.0.0-test',
    simulated: false,
    nodeExpiryMillis: NODE_EXPIRY_MS,
    readingExpiryMillis: EXPIRY_MS,
    radio: { modemPreset: 'LONG_FAST', region: null },
    now: () => METRICS_NOW,
    ...over,
  };
}

/** Lines of one metric, without comments. */
export function linesOf(body: string, metric: string): string[] {
  return body.split('\n').filter((line) => line.startsWith(`${metric}{`) || line.startsWith(`${metric} `));
}

/** Output of `promtool check metrics`: parse errors and style; empty = none. */
export function promtoolCheck(body: string): string {
  const result = spawnSync('promtool', ['check', 'metrics'], { input: body, encoding: 'utf8', timeout: 30_000 });
  if (result.error !== undefined) {
    throw new Error(`promtool cannot be run (${result.error.message}): apt install prometheus`, {
      cause: result.error,
    });
  }
  const said = `${result.stdout}${result.stderr}`.trim();
  return result.status === 0 || said !== '' ? said : `promtool ended with status ${result.status}`;
}
