/**
 * Zeros that firmware prints for sensors it does not have. Up to 2.6 the JSON writer printed certain keys always, as 0
 * when there was no reading, and nothing else says which zeros are real: in such a message they count as absent. Firmware
 * 2.7 prints the present readings only.
 */
import type { TelemetryVariant } from '../model.js';

const environmentKeys = [
  // Printed together since …
  ['temperature', 'relative_humidity', 'barometric_pressure', 'gas_resistance', 'voltage', 'current'], // the beginning
  ['lux', 'white_lux', 'iaq'], // 2.3.10
  ['wind_speed', 'wind_direction'], // 2.3.13
  ['wind_gust', 'wind_lull'], // 2.4.1
  ['radiation'], // 2.5.15
] as const;

/** Sets of keys that a release always printed, by variant. */
const alwaysPrinted: Readonly<Partial<Record<TelemetryVariant, readonly (readonly string[])[]>>> = {
  environment: environmentKeys.map((_keys, index) => environmentKeys.slice(0, index + 1).flat()),
  // 2.2.13 to 2.6
  power: [['voltage_ch1', 'current_ch1', 'voltage_ch2', 'current_ch2', 'voltage_ch3', 'current_ch3']],
  // 2.5.0 to 2.6
  air_quality: [['pm10', 'pm25', 'pm100', 'pm10_e', 'pm25_e', 'pm100_e']],
};

/** Every release that prints JSON prints these, as 0 when absent. */
const deviceKeys = ['voltage', 'channel_utilization', 'air_util_tx', 'uptime_seconds'];

const everPrinted = new Set<string>(environmentKeys.flat());

/** Keys of a message in which 0 means "absent". */
export function keysWithoutPresence(variant: TelemetryVariant, keys: readonly string[]): ReadonlySet<string> {
  if (variant === 'device') return new Set(deviceKeys);
  const present = new Set(keys);
  const candidates = variant === 'environment' ? keys.filter((key) => everPrinted.has(key)) : keys;
  const release = alwaysPrinted[variant]?.find(
    (printed) => printed.length === candidates.length && printed.every((key) => present.has(key)),
  );
  return new Set(release);
}
