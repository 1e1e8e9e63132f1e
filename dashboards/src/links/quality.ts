import { PanelBuilder } from '@grafana/grafana-foundation-sdk/histogram';
import { MARGIN_FAIR_DB } from '@mesh-observatory/contract/thresholds';
import { withMeshQueries } from '../foundation/panel.js';
import { marginThresholds } from '../foundation/thresholds.js';
import { narrowed } from '../foundation/variables.js';
import { below } from './rows.js';
import { colorText, table } from '../panels/table.js';

const marginOnly = { id: 'filterFieldsByName', options: { include: { names: ['Margin'] } } };

export const marginHistogram = () =>
  withMeshQueries(new PanelBuilder().bucketSize(2.5).combine(true), {
    id: 10,
    title: 'Margin of direct links',
    description:
      'Distribution of links by their margin: the SNR above what the modem preset still decodes. Many links below 3 dB mean an unreliable mesh.',
    noValue: 'No data in this time range',
    queries: [{ queryType: 'links', linkKinds: ['direct', 'neighbor'], thresholds: false, ...narrowed }],
    transformations: [marginOnly],
    unit: 'dB',
  });

export const weakNodes = () =>
  withMeshQueries(
    table(
      {
        long_name: { name: 'Node', nodeFrom: 'node_id' },
        role: { width: 130 },
        node_best_margin: { name: 'Best margin', width: 110, properties: [colorText] },
      },
      ['Best margin', 'ascending'],
    ).thresholds(marginThresholds()),
    {
      id: 11,
      title: 'Nodes with only weak links',
      description:
        'Nodes whose best link, in either direction, has a margin of less than 3 dB above the decoding limit, the worst first: rain or leaves are enough to lose them. A better antenna or a better location helps. Links with fewer than five readings are not judged.',
      noValue: 'No data in this time range',
      queries: [{ queryType: 'values', metrics: ['node_best_margin'], ...narrowed }],
      transformations: [below('Best margin', MARGIN_FAIR_DB)],
    },
  );
