/** Names of the telemetry catalog, by what they are shown together with. */
export const airQualityMetrics = [
  'air_quality_pm10_standard',
  'air_quality_pm25_standard',
  'air_quality_pm40_standard',
  'air_quality_pm100_standard',
  'air_quality_co2',
  'air_quality_form_formaldehyde',
  'air_quality_pm_voc_idx',
  'air_quality_pm_nox_idx',
  'environment_iaq',
  'environment_gas_resistance',
] as const;

const numbered = (prefix: string, count: number) => Array.from({ length: count }, (_, at) => `${prefix}${at}`);

export const otherSensorMetrics = [
  'environment_distance',
  'environment_weight',
  'environment_radiation',
  'environment_lightning_strike_count_1h',
  'environment_lightning_distance_km',
  'environment_voltage',
  'environment_current',
  ...numbered('environment_adc_voltage_ch', 8),
  ...numbered('environment_one_wire_temperature_ch', 8),
  'paxcounter_wifi',
  'paxcounter_ble',
] as const;

const weatherMetrics = [
  'environment_temperature',
  'environment_relative_humidity',
  'environment_barometric_pressure',
  'environment_wind_speed',
  'environment_wind_gust',
  'environment_wind_direction',
  'environment_rainfall_1h',
  'environment_rainfall_24h',
  'environment_lux',
  'environment_uv_lux',
  'environment_soil_moisture',
  'environment_soil_temperature',
] as const;

/** The most common metrics; a query takes 50 at most. */
export const sensorMetrics = [...weatherMetrics, ...airQualityMetrics, ...otherSensorMetrics].slice(0, 50);
