/** A story told to the alert rules, in promtool's language: what is measured minute by minute, and who rings when. */
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder } from '@mesh-observatory/test-kit/temporary-folder';
import { promisify } from 'node:util';
import { stringify } from 'yaml';
import { catalog } from '../../src/alerting/catalog.js';
import { groupNameOf } from '../../src/alerting/formats/names.js';
import { recordingGroups } from '../../src/alerting/recording.js';
import { inRepository } from '../support/repository.js';

const run = promisify(execFile);
const RULES = ['mesh-recording.yml', 'mesh-alerts.yml'].map((name) =>
  inRepository(`provisioning/prometheus/rules/${name}`),
);

export type Labels = Readonly<Record<string, string>>;

export interface Series {
  readonly metric: string;
  readonly labels: Labels;
  /** In promtool's notation, one value per interval. */
  readonly values: string;
}

export interface Expectation {
  /** Such as `30m`. */
  readonly at: string;
  /** Every alert that fires then, by name and the labels that matter; empty = quiet. */
  readonly firing: readonly (Labels & { readonly alertname: string })[];
}

export interface Scenario {
  readonly interval?: string;
  readonly series: readonly Series[];
  readonly expect: readonly Expectation[];
}

const SCRAPED: Labels = { job: 'mesh-observatory', instance: 'o' };

const notation = (labels: Labels) =>
  `{${Object.entries(labels)
    .map(([name, value]) => `${name}="${value}"`)
    .join(', ')}}`;

export const series = (metric: string, labels: Labels, values: string): Series => ({ metric, labels, values });
export const ofNode =
  (nodeId: string, labels: Labels = {}) =>
  (metric: string, values: string): Series =>
    series(metric, { node_id: nodeId, ...labels }, values);

/** A collector that is scraped, and to which messages come, for as long as a scenario lasts. */
export const healthyCollector = (step = 60): Series[] => [
  series('up', {}, '1x5000'),
  series('meshobs_collector_last_message_timestamp_seconds', {}, `0+${step}x5000`),
  series('meshtastic_mesh_silent_seconds', {}, '0x5000'),
];

function testOf({ interval = '1m', series: all, expect }: Scenario) {
  return {
    rule_files: RULES,
    evaluation_interval: interval,
    group_eval_order: [...recordingGroups.map(({ name }) => name), ...catalog.map(groupNameOf)],
    tests: [
      {
        interval,
        input_series: all.map(({ metric, labels, values }) => ({
          series: `${metric}${notation({ ...SCRAPED, ...labels })}`,
          values,
        })),
        promql_expr_test: expect.map(({ at, firing }) => ({
          expr: `count by (alertname, node_id, channel, broker) (ALERTS{alertstate="firing"})`,
          eval_time: at,
          exp_samples: firing.map((labels) => ({ labels: notation(labels), value: 1 })),
        })),
      },
    ],
  };
}

/** Fails with promtool's own words when the rules behave otherwise. */
export async function play(scenario: Scenario): Promise<void> {
  const folder = temporaryFolder('rules-');
  try {
    const file = join(folder.path, 'scenario.yml');
    await writeFile(file, stringify(testOf(scenario)));
    // promtool says on its standard output what was expected and what happened.
    await run('promtool', ['test', 'rules', file]).catch((error: unknown) => {
      throw new Error(error instanceof Error && 'stdout' in error ? String(error.stdout) : String(error));
    });
  } finally {
    folder.remove();
  }
}
