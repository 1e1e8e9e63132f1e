/** Limits the domain fixes, the same in every panel. */
import {
  FieldColorBuilder,
  FieldColorModeId,
  MappingType,
  ThresholdsConfigBuilder,
  ThresholdsMode,
  type ValueMapping,
} from '@grafana/grafana-foundation-sdk/dashboard';

type Step = readonly [from: number | null, color: string];

export const thresholds = (...steps: readonly Step[]) =>
  new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps(steps.map(([value, color]) => ({ value, color })));

export const byThresholds = () => new FieldColorBuilder().mode(FieldColorModeId.Thresholds);
export const fixedColor = (color: string) => new FieldColorBuilder().mode(FieldColorModeId.Fixed).fixedColor(color);

/** Percent. */
export const batteryThresholds = () => thresholds([null, 'red'], [20, 'orange'], [40, 'yellow'], [60, 'green']);
/** Percent. Firmware holds back telemetry above 25 %, positions above 40 %; half of the air time is a jam. */
export const channelThresholds = () => thresholds([null, 'green'], [25, 'yellow'], [40, 'orange'], [50, 'red']);
/** Percent of an hour. In Europe's 868 MHz band a station may send for 10 %. */
export const airtimeThresholds = () => thresholds([null, 'green'], [5, 'yellow'], [8, 'orange'], [10, 'red']);
/** Decibels; what Meshtastic's apps call bad, fair and good. */
export const snrThresholds = () => thresholds([null, 'red'], [-15, 'yellow'], [-7, 'green']);
/** More than none is worth a look. */
export const noneThresholds = (color = 'orange') => thresholds([null, 'green'], [1, color]);
export const neutral = () => thresholds([null, 'text']);

export const onlineMapping = (): ValueMapping[] => [
  {
    type: MappingType.ValueToText,
    options: {
      true: { text: 'Online', color: 'green', index: 0 },
      false: { text: 'Silent', color: 'orange', index: 1 },
    },
  },
];
