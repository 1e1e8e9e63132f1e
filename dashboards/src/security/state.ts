import { BigValueTextMode, ReduceDataOptionsBuilder } from '@grafana/grafana-foundation-sdk/common';
import { withMeshQueries } from '../foundation/panel.js';
import { noneThresholds } from '../foundation/thresholds.js';
import { narrowed } from '../foundation/variables.js';
import { stat } from '../panels/stat.js';
import type { FindingKind } from '@mesh-observatory/contract/findings';

const groups: readonly (readonly [name: string, color: string, kinds: readonly FindingKind[]])[] = [
  ['Shared or weak keys', 'red', ['duplicate_key', 'weak_key']],
  ['Key changes', 'orange', ['key_changed']],
  ['Impersonation', 'red', ['impersonation']],
  ['Public channels', 'blue', ['default_key_channel', 'unencrypted_channel']],
  ['Readable direct messages', 'orange', ['readable_direct_message']],
  ['Precise positions', 'orange', ['precise_position_public']],
];

/** Counts rows; 0 when there are none. */
const countOfRows = () => new ReduceDataOptionsBuilder().calcs(['count']).values(false).fields('/.*/');

export const findingsNow = () => {
  const panel = withMeshQueries(stat().reduceOptions(countOfRows()).textMode(BigValueTextMode.ValueAndName), {
    id: 1,
    title: 'Findings',
    description:
      'Findings in the time range by kind. A finding is a possible problem with its reason, not proof; the list below has the details.',
    noValue: 'No data',
    // One field of each answer is enough to count rows; only numbers can be colored by a threshold.
    transformations: [
      { id: 'filterFieldsByName', options: { include: { names: ['Time'] } } },
      { id: 'convertFieldType', options: { conversions: [{ targetField: 'Time', destinationType: 'number' }] } },
    ],
    unit: 'none',
    queries: groups.map(([, , kinds]) => ({ queryType: 'findings', findingKinds: [...kinds], ...narrowed })),
  });
  groups.forEach(([name, color], at) => {
    panel.overrideByQuery(String.fromCharCode('A'.charCodeAt(0) + at), [
      { id: 'displayName', value: name },
      { id: 'thresholds', value: noneThresholds(color).build() },
    ]);
  });
  return panel;
};
