/**
 * Limits of the domain, the same in frames, map, dashboards and alert rules. Steps ascend. The first, `from: null`,
 * has the color that Grafana gives to a missing value: always a neutral one, because nothing is known then. Colors are names of
 * Grafana's palette.
 */
export interface ThresholdStep {
  readonly from: number | null;
  readonly color: string;
}

/** dB; the bounds of Meshtastic's apps between good, fair and bad. */
export const SNR_GOOD_DB = -7;
export const SNR_FAIR_DB = -15;

/** Lower than any radio measures. */
const SNR_LOWEST_DB = -100;

export const snrSteps: readonly ThresholdStep[] = [
  { from: null, color: 'text' },
  { from: SNR_LOWEST_DB, color: 'red' },
  { from: SNR_FAIR_DB, color: 'yellow' },
  { from: SNR_GOOD_DB, color: 'green' },
];

/** Percent. */
export const BATTERY_LOW_PERCENT = 20;
export const batterySteps: readonly ThresholdStep[] = [
  { from: null, color: 'text' },
  { from: 0, color: 'red' },
  { from: BATTERY_LOW_PERCENT, color: 'orange' },
  { from: 40, color: 'yellow' },
  { from: 60, color: 'green' },
];

/** Firmware reports 101 % for external power or no battery; anything above 100 % is that. */
export const BATTERY_FULL_PERCENT = 100;
export const BATTERY_POWERED_PERCENT = 101;

/** Percent. Firmware holds back telemetry above 25 %, positions above 40 %; above half the channel is jammed. */
export const channelUtilizationSteps: readonly ThresholdStep[] = [
  { from: null, color: 'text' },
  { from: 0, color: 'green' },
  { from: 25, color: 'yellow' },
  { from: 40, color: 'orange' },
  { from: 50, color: 'red' },
];

/** Percent of an hour. In Europe's 868 MHz band a station may transmit for 10 %. */
export const airtimeSteps: readonly ThresholdStep[] = [
  { from: null, color: 'text' },
  { from: 0, color: 'green' },
  { from: 5, color: 'yellow' },
  { from: 8, color: 'orange' },
  { from: 10, color: 'red' },
];
