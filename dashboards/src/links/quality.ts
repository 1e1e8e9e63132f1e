import { PanelBuilder } from '@grafana/grafana-foundation-sdk/histogram';
import { withMeshQueries } from '../foundation/panel.js';
import { snrThresholds } from '../foundation/thresholds.js';
import { narrowed } from '../foundation/variables.js';
import { colorText, table } from '../panels/table.js';

const snrOnly = { id: 'filterFieldsByName', options: { include: { names: ['SNR'] } } };

export const snrHistogram = () =>
  withMeshQueries(new PanelBuilder().bucketSize(2.5).combine(true), {
    id: 10,
    title: 'Signal of direct links',
    description:
      'Distribution of links by SNR. LongFast still decodes around −17 dB: many links on the left mean an unreliable mesh.',
    noValue: 'No data in this time range',
    queries: [{ queryType: 'links', linkKinds: ['direct', 'neighbor'], thresholds: false, ...narrowed }],
    transformations: [snrOnly],
    unit: 'dB',
  });

export const weakNodes = () =>
  withMeshQueries(
    table(
      {
        long_name: { name: 'Node', nodeFrom: 'node_id' },
        role: { width: 130 },
        node_best_snr: { name: 'Best SNR', width: 110, properties: [colorText] },
      },
      ['Best SNR', 'ascending'],
    ).thresholds(snrThresholds()),
    {
      id: 11,
      title: 'Nodes with only weak links',
      description:
        'Best link of each node in either direction, the worst first. Below −15 dB a node is barely connected: a better antenna or a better location helps.',
      noValue: 'No data in this time range',
      queries: [{ queryType: 'values', metrics: ['node_best_snr'], ...narrowed }],
    },
  );
