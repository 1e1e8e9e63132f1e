import { PanelBuilder } from '@grafana/grafana-foundation-sdk/histogram';
import { askMesh } from '../foundation/panel.js';
import { snrThresholds } from '../foundation/thresholds.js';
import { narrowed } from '../foundation/variables.js';
import { colorText, table } from '../panels/table.js';

const snrOnly = { id: 'filterFieldsByName', options: { include: { names: ['SNR'] } } };

export const snrHistogram = () =>
  askMesh(new PanelBuilder().bucketSize(2.5).combine(true), {
    id: 10,
    title: 'Signal of direct links',
    description:
      'How many links have which signal-to-noise ratio. LoRa’s LongFast still decodes around −17 dB: a hump on the left is a mesh of lucky receptions.',
    noValue: 'No direct links in this time range',
    queries: [{ queryType: 'links', linkKinds: ['direct', 'neighbor'], thresholds: false, ...narrowed }],
    transformations: [snrOnly],
    unit: 'dB',
  });

export const weakNodes = () =>
  askMesh(
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
        'The best link each node has, in either direction; the worst on top. Below −15 dB a node hangs by a thread: a better antenna, or a few metres, decide.',
      noValue: 'No links in this time range',
      queries: [{ queryType: 'values', metrics: ['node_best_snr'], ...narrowed }],
    },
  );
