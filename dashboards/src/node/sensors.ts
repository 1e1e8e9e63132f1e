import { oneNode } from '../foundation/variables.js';
import { measurements } from '../panels/measurements.js';
import { airQualityMetrics, otherSensorMetrics } from '../environment/metrics.js';

const narrowing = oneNode;
const noValue = 'No data of such a sensor';

const sensor = (id: number, title: string, description: string, metrics: readonly string[], unit?: string) =>
  measurements({
    id,
    title,
    description,
    metrics,
    legend: '{{title}}',
    narrowing,
    noValue,
    ...(unit === undefined ? {} : { unit }),
  });

export const climate = () =>
  sensor(30, 'Temperature and humidity', 'Readings of the environment sensor of the node.', [
    'environment_temperature',
    'environment_relative_humidity',
    'environment_soil_temperature',
    'environment_soil_moisture',
  ]);

export const pressure = () =>
  sensor(
    31,
    'Barometric pressure',
    'Air pressure where the node stands, not reduced to sea level: high places read low.',
    ['environment_barometric_pressure'],
    'pressurehpa',
  );

export const weather = () =>
  sensor(32, 'Wind, rain and light', 'Readings of a weather station on the node.', [
    'environment_wind_speed',
    'environment_wind_gust',
    'environment_rainfall_1h',
    'environment_lux',
    'environment_uv_lux',
  ]);

export const airQuality = () =>
  sensor(
    33,
    'Air quality',
    'Fine dust, carbon dioxide, and the air quality index of a gas sensor (below 50 is clean air).',
    airQualityMetrics,
  );

export const otherSensors = () =>
  sensor(
    34,
    'Other sensors',
    'Everything else the node measures: distance, radiation, weight, lightning, extra voltages, people counted.',
    otherSensorMetrics,
  );
