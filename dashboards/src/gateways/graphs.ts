import { PanelBuilder as HistogramBuilder } from '@grafana/grafana-foundation-sdk/histogram';
import { PanelBuilder as StateTimelineBuilder } from '@grafana/grafana-foundation-sdk/statetimeline';
import { MappingType, type ValueMapping } from '@grafana/grafana-foundation-sdk/dashboard';
import { VisibilityMode } from '@grafana/grafana-foundation-sdk/common';
import { withMeshQueries } from '../foundation/panel.js';
import { narrowed } from '../foundation/variables.js';
import { signalGraph } from '../panels/signal.js';
import { stackedBars } from '../panels/timeSeries.js';

const byGateway = {
  queryType: 'traffic' as const,
  trafficBy: 'gateway' as const,
  trafficUnit: 'packets' as const,
  legend: '{{longName}}',
  ...narrowed,
};

const heardOrNot: ValueMapping[] = [
  { type: MappingType.ValueToText, options: { '0': { text: 'Silent', color: 'red', index: 0 } } },
  {
    type: MappingType.RangeToText,
    options: { from: 1, to: 1e9, result: { text: 'Receiving', color: 'green', index: 1 } },
  },
];

export const uptime = () =>
  withMeshQueries(
    new StateTimelineBuilder()
      .mergeValues(true)
      .showValue(VisibilityMode.Auto)
      .rowHeight(0.85)
      .interval('10m')
      .mappings(heardOrNot),
    {
      id: 30,
      title: 'Gateway uptime',
      description:
        'When each gateway published packets. Red is ten minutes or more without any: no power, no network, or no traffic. A gateway that was silent all the time is only in the table.',
      noValue: 'No data',
      queries: [byGateway],
      unit: 'locale',
    },
  );

export const receptionsGraph = () =>
  withMeshQueries(stackedBars(), {
    id: 31,
    title: 'Receptions per minute, by gateway',
    description:
      'Receptions published by each gateway over time. A step down points to its antenna, a drop to zero to a failure.',
    queries: [{ ...byGateway, trafficUnit: 'packets_per_minute' }],
    unit: 'suffix: /min',
  });

export const signalHeard = () =>
  signalGraph({
    id: 33,
    title: 'Signal of direct receptions',
    description:
      'Margin above the decoding limit of direct receptions for the pairs of node and gateway with the most receptions. Choose a gateway above to see only its own: when all its lines fall at once, check its antenna and cable, or look for a new source of noise.',
    legend: '{{shortName}} → {{gatewayShortName}}',
    narrowing: narrowed,
    limit: 10,
  });

export const copiesHistogram = () =>
  withMeshQueries(new HistogramBuilder().bucketSize(1), {
    id: 32,
    title: 'Gateways per packet',
    description:
      'Number of gateways that received each of the newest 5,000 packets. All on the left means every packet depends on one gateway.',
    noValue: 'No data in this time range',
    queries: [{ queryType: 'packets', ...narrowed, limit: 5000 }],
    transformations: [{ id: 'filterFieldsByName', options: { include: { names: ['Gateways'] } } }],
    unit: 'none',
  });
