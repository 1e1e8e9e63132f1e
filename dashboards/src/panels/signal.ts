import { VisibilityMode } from '@grafana/grafana-foundation-sdk/common';
import { withMeshQueries, type PanelOptions } from '../foundation/panel.js';
import type { MeshNarrowing } from '../foundation/meshtastic.js';
import { lines } from './timeSeries.js';

export interface SignalOptions extends PanelOptions {
  readonly legend: string;
  readonly narrowing: MeshNarrowing;
  /** Most series; those with the most receptions are shown. */
  readonly limit: number;
}

/** Signal-to-noise ratio of direct receptions, one line per node and gateway; points where receptions are rare. */
export const signalGraph = ({ legend, narrowing, limit, ...facts }: SignalOptions) =>
  withMeshQueries(lines().showPoints(VisibilityMode.Auto).pointSize(4), {
    noValue: 'No data in this time range',
    unit: 'dB',
    ...facts,
    queries: [{ queryType: 'signal', metrics: ['snr'], legend, thresholds: false, ...narrowing, limit }],
  });
