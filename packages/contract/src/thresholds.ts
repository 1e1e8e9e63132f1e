/**
 * Limits of the domain, the same in frames, map, dashboards and alert rules. Steps ascend. The first, `from: null`,
 * has the color that Grafana gives to a missing value: always a neutral one, because nothing is known then. Colors are names of
 * Grafana's palette.
 */
export interface ThresholdStep {
  readonly from: number | null;
  readonly color: string;
}

/**
 * dB above the decoding limit of the modem preset. Signals fade by several dB with weather, leaves and traffic: below 3 dB
 * packets get lost every day, from 10 dB on hardly any.
 */
export const MARGIN_GOOD_DB = 10;
export const MARGIN_FAIR_DB = 3;
/** Readings a link needs before it is judged: one packet may have had a lucky or an unlucky moment. */
export const FEWEST_LINK_READINGS = 5;

/** Lower than any radio measures. */
const MARGIN_LOWEST_DB = -100;

export const marginSteps: readonly ThresholdStep[] = [
  { from: null, color: 'text' },
  { from: MARGIN_LOWEST_DB, color: 'red' },
  { from: MARGIN_FAIR_DB, color: 'yellow' },
  { from: MARGIN_GOOD_DB, color: 'green' },
];

/** The same as SNR, for a preset that decodes down to `limitDb`. */
export const snrSteps = (limitDb: number): readonly ThresholdStep[] =>
  marginSteps.map(({ from, color }) => ({ from: from === null ? null : from + limitDb, color }));

/** Percent. */
export const BATTERY_LOW_PERCENT = 20;
export const batterySteps: readonly ThresholdStep[] = [
  { from: null, color: 'text' },
  { from: 0, color: 'red' },
  { from: BATTERY_LOW_PERCENT, color: 'orange' },
  { from: 30, color: 'green' },
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
