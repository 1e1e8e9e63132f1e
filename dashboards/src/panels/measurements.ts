import { withMeshQueries, type PanelOptions } from '../foundation/panel.js';
import { lines } from './timeSeries.js';
import type { MeshNarrowing } from '../foundation/meshtastic.js';

export interface MeasurementOptions extends PanelOptions {
  readonly metrics: readonly string[];
  readonly legend: string;
  readonly narrowing: MeshNarrowing;
  /** Of counters: how fast they grow. */
  readonly rate?: boolean;
}

/** Measurements over time, one line per node and metric; each in its own unit unless the panel names one. */
export const measurements = ({ metrics, legend, narrowing, rate = false, ...facts }: MeasurementOptions) =>
  withMeshQueries(lines(), {
    noValue: 'No data',
    ...facts,
    queries: [
      {
        queryType: 'timeseries',
        metrics: [...metrics],
        legend,
        thresholds: false,
        ...(rate ? { aggregation: 'rate_per_minute' } : {}),
        ...narrowing,
        limit: 60,
      },
    ],
  });
