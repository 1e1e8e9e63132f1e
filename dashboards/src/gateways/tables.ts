import { withMeshQueries } from '../foundation/panel.js';
import { marginSteps } from '@mesh-observatory/contract/thresholds';
import { blank, colorsOf } from '../foundation/readable.js';
import { neutral } from '../foundation/thresholds.js';
import { narrowed } from '../foundation/variables.js';
import { colorBackground, colorText, exact, gaugeCell, since, table, wrapped } from '../panels/table.js';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/table';

const blue = { id: 'color', value: { mode: 'fixed', fixedColor: 'blue' } };

export const gatewayTable = () =>
  withMeshQueries(
    table(
      {
        label: { name: 'Gateway', width: 200, nodeFrom: 'gatewayId' },
        state: { name: 'State', width: 75, properties: [colorText] },
        lastSeen: { width: 125, properties: [since] },
        receptions: { name: 'Heard', width: 85, properties: [exact] },
        exclusivePackets: { name: 'Only here', width: 90, properties: [exact] },
        nodes: { width: 70, properties: [exact] },
        directNodes: { name: 'Direct', width: 70, properties: [exact] },
        share: { width: 130, properties: [gaugeCell, blue] },
        clockOffsetSeconds: { name: 'Clock', width: 75 },
        channels: { properties: [wrapped] },
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

/** Grounds on which the number can be read; here a good signal has one too, so that the matrix shows who hears whom. */
const strength = marginSteps.map(({ from, color }) => ({ from, color: color === 'green' ? '#96d98d' : color }));

/** Rows are senders, columns gateways, the cell the newest signal. */
export const whoHearsWhom = () =>
  withMeshQueries(
    new PanelBuilder()
      .showHeader(true)
      .thresholds(neutral())
      .withOverride({
        matcher: { id: 'byType', options: 'number' },
        properties: [
          colorBackground,
          { id: 'custom.width', value: 80 },
          ...colorsOf(strength, [blank]),
          { id: 'noValue', value: '' },
        ],
      })
      .overrideByRegexp('/^From name.*/', [
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
          options: { columnField: 'To name', rowField: 'From name', valueField: 'Margin', emptyValue: 'null' },
        },
      ],
      unit: 'dB',
    },
  );
