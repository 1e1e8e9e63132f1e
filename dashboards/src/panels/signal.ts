import {
  GraphThresholdsStyleConfigBuilder,
  GraphThresholdsStyleMode,
  VisibilityMode,
} from '@grafana/grafana-foundation-sdk/common';
import { MARGIN_FAIR_DB } from '@mesh-observatory/contract/thresholds';
import { thresholds } from '../foundation/thresholds.js';
import { withMeshQueries, type PanelOptions } from '../foundation/panel.js';
import type { MeshNarrowing } from '../foundation/meshtastic.js';
import { lines } from './timeSeries.js';

/** Series keep their own colors: the steps are lines only. */
const weakLine = (builder: ReturnType<typeof lines>) =>
  builder
    .thresholds(thresholds([0, 'red'], [MARGIN_FAIR_DB, 'orange']))
    .thresholdsStyle(new GraphThresholdsStyleConfigBuilder().mode(GraphThresholdsStyleMode.Dashed));

export interface SignalOptions extends PanelOptions {
  readonly legend: string;
  readonly narrowing: MeshNarrowing;
  /** Most series; those with the most receptions are shown. */
  readonly limit: number;
}

/** Margin of direct receptions, one line per node and gateway; points where receptions are rare. A line marks the weak ones. */
export const signalGraph = ({ legend, narrowing, limit, ...facts }: SignalOptions) =>
  withMeshQueries(weakLine(lines().showPoints(VisibilityMode.Auto).pointSize(4)), {
    noValue: 'No data in this time range',
    unit: 'dB',
    ...facts,
    queries: [{ queryType: 'signal', metrics: ['margin'], legend, thresholds: false, ...narrowing, limit }],
  });
