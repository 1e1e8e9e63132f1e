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
  marginSteps,
  type ThresholdStep,
} from '@mesh-observatory/contract/thresholds';

type Step = readonly [from: number, color: string];

/** A missing value is below every step: it is neutral, because nothing is known then. */
export const thresholds = (...steps: readonly Step[]) =>
  ofSteps([{ from: null, color: 'text' }, ...steps.map(([from, color]) => ({ from, color }))]);

const ofSteps = (steps: readonly ThresholdStep[]) =>
  new ThresholdsConfigBuilder()
    .mode(ThresholdsMode.Absolute)
    .steps(steps.map(({ from, color }) => ({ value: from, color })));

export const byThresholds = () => new FieldColorBuilder().mode(FieldColorModeId.Thresholds);
export const fixedColor = (color: string) => new FieldColorBuilder().mode(FieldColorModeId.Fixed).fixedColor(color);

export const batteryThresholds = () => ofSteps(batterySteps);
export const channelThresholds = () => ofSteps(channelUtilizationSteps);
export const airtimeThresholds = () => ofSteps(airtimeSteps);
export const marginThresholds = () => ofSteps(marginSteps);
/** Any value above 0 is highlighted. */
export const noneThresholds = (color = 'orange') => thresholds([0, 'green'], [1, color]);
/** None is wrong, any is right. */
export const someThresholds = () => thresholds([0, 'red'], [1, 'text']);
export const neutral = () => thresholds();
