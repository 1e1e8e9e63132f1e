/** Limits of the channel as lines in graphs. */
import { GraphThresholdsStyleConfigBuilder, GraphThresholdsStyleMode } from '@grafana/grafana-foundation-sdk/common';
import type { DataTransformerConfig } from '@grafana/grafana-foundation-sdk/dashboard';
import type { PanelBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import { channelUtilizationSteps } from '@mesh-observatory/contract/thresholds';
import { stats } from '@mesh-observatory/contract/stats';
import { thresholds } from '../foundation/thresholds.js';

const dashed = () => new GraphThresholdsStyleConfigBuilder().mode(GraphThresholdsStyleMode.Dashed);

/** Lines where firmware holds back telemetry, and positions. */
export function withUtilizationLimits(builder: PanelBuilder): PanelBuilder {
  const [telemetry, positions] = channelUtilizationSteps.filter(
    ({ color }) => color === 'yellow' || color === 'orange',
  );
  return builder
    .thresholds(thresholds([telemetry?.from ?? 0, 'orange'], [positions?.from ?? 0, 'red']))
    .thresholdsStyle(dashed());
}

/** A line at the duty cycle of the region that the nodes report; none where there is no limit. */
export const withDutyCycle = (builder: PanelBuilder): PanelBuilder =>
  builder.thresholds(thresholds()).thresholdsStyle(dashed());
export const dutyCycleQuery = { refId: 'limit', queryType: 'stat', stat: 'duty_cycle' } as const;
export const dutyCycleLine: DataTransformerConfig = {
  id: 'configFromData',
  options: {
    configRefId: dutyCycleQuery.refId,
    mappings: [{ fieldName: stats.duty_cycle.title, handlerKey: 'threshold1', reducerId: 'lastNotNull' }],
    applyTo: { id: 'byType', options: 'number' },
  },
};
