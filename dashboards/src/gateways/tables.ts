import { withMeshQueries } from '../foundation/panel.js';
import { marginThresholds } from '../foundation/thresholds.js';
import { narrowed } from '../foundation/variables.js';
import { colorBackground, colorText, exact, gaugeCell, since, table } from '../panels/table.js';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/table';

const blue = { id: 'color', value: { mode: 'fixed', fixedColor: 'blue' } };

export const gatewayTable = () =>
  withMeshQueries(
    table(
      {
        longName: { name: 'Gateway', width: 230, nodeFrom: 'gatewayId' },
        state: { name: 'State', width: 80, properties: [colorText] },
        lastSeen: { width: 140, properties: [since] },
        receptions: { name: 'Heard', width: 90, properties: [exact] },
        exclusivePackets: { width: 95, properties: [exact] },
        nodes: { width: 80, properties: [exact] },
        directNodes: { name: 'Direct', width: 80, properties: [exact] },
        share: { width: 170, properties: [gaugeCell, blue] },
        clockOffsetSeconds: { name: 'Clock', width: 90 },
        channels: {},
        brokers: { width: 140 },
      },
      ['Share', 'descending'],
    ),
    {
      id: 20,
      title: 'Share and exclusivity',
      description:
        'Per gateway: receptions, packets no other gateway received, nodes received at all and directly, its share of all packets, and how far its clock is ahead (negative: behind).',
      noValue: 'No data',
      queries: [{ queryType: 'gateways', live: true, ...narrowed }],
    },
  );

/** Cells of pairs without a reception stay empty. */
const blank = {
  id: 'mappings',
  value: [{ type: 'special', options: { match: 'null', result: { text: '', color: 'transparent', index: 0 } } }],
};

/** Rows are senders, columns gateways, the cell the newest signal. */
export const whoHearsWhom = () =>
  withMeshQueries(
    new PanelBuilder()
      .showHeader(true)
      .thresholds(marginThresholds())
      .withOverride({
        matcher: { id: 'byType', options: 'number' },
        properties: [colorBackground, { id: 'custom.width', value: 80 }, blank, { id: 'noValue', value: '' }],
      })
      .overrideByRegexp('/^From long name.*/', [
        { id: 'displayName', value: 'Sender' },
        // The ids that the links are made of are not in the matrix.
        { id: 'links', value: [] },
      ]),
    {
      id: 21,
      title: 'Direct receptions by gateway',
      description:
        'One row per sender, one column per gateway, with the newest margin above the decoding limit. A row with a single value depends on a single gateway.',
      noValue: 'No data in this time range',
      queries: [{ queryType: 'links', linkKinds: ['direct'], ...narrowed }],
      transformations: [
        {
          id: 'groupingToMatrix',
          options: { columnField: 'To name', rowField: 'From long name', valueField: 'Margin', emptyValue: 'null' },
        },
      ],
      unit: 'dB',
    },
  );
