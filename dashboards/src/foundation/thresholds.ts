/** The domain's thresholds as the dashboards use them. */
import {
  FieldColorBuilder,
  FieldColorModeId,
  ThresholdsConfigBuilder,
  ThresholdsMode,
} from '@grafana/grafana-foundation-sdk/dashboard';
import {
  airtimeSteps,
  batterySteps,
  channelUtilizationSteps,
  snrSteps,
  type ThresholdStep,
} from '@mesh-observatory/contract/thresholds';

type Step = readonly [from: number | null, color: string];

export const thresholds = (...steps: readonly Step[]) => ofSteps(steps.map(([from, color]) => ({ from, color })));

export const ofSteps = (steps: readonly ThresholdStep[]) =>
  new ThresholdsConfigBuilder()
    .mode(ThresholdsMode.Absolute)
    .steps(steps.map(({ from, color }) => ({ value: from, color })));

export const byThresholds = () => new FieldColorBuilder().mode(FieldColorModeId.Thresholds);
export const fixedColor = (color: string) => new FieldColorBuilder().mode(FieldColorModeId.Fixed).fixedColor(color);

export const batteryThresholds = () => ofSteps(batterySteps);
export const channelThresholds = () => ofSteps(channelUtilizationSteps);
export const airtimeThresholds = () => ofSteps(airtimeSteps);
export const snrThresholds = () => ofSteps(snrSteps);
/** Any value above 0 is highlighted. */
export const noneThresholds = (color = 'orange') => thresholds([null, 'green'], [1, color]);
export const neutral = () => thresholds([null, 'text']);
