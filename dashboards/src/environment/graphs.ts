import { narrowed } from '../foundation/variables.js';
import { measurements } from '../panels/measurements.js';
import { lines, points } from '../panels/timeSeries.js';
import { withMeshQueries } from '../foundation/panel.js';
import { airQualityMetrics, otherSensorMetrics } from './metrics.js';

const NAME = '{{longName}}';
const NAME_AND_METRIC = '{{shortName}} {{title}}';

function graph(id: number, title: string, description: string, metrics: readonly string[], unit?: string) {
  return measurements({
    id,
    title,
    description,
    metrics,
    legend: metrics.length === 1 ? NAME : NAME_AND_METRIC,
    narrowing: narrowed,
    ...(unit === undefined ? {} : { unit }),
  });
}

export const temperature = () =>
  graph(
    10,
    'Temperature',
    'Air temperature. Sensors inside a case in the sun read high.',
    ['environment_temperature'],
    'celsius',
  );

export const humidity = () =>
  graph(
    11,
    'Relative humidity',
    'Relative humidity of the air. Sensors in a case that warms up read low.',
    ['environment_relative_humidity'],
    'humidity',
  );

export const pressure = () =>
  withMeshQueries(lines(), {
    id: 12,
    title: 'Pressure at sea level',
    description:
      'Air pressure reduced to sea level by the altitude and temperature of each node, so that high and low places can be compared. A node that has told no altitude is left out; an altitude that is 10 m wrong makes 1.2 hPa.',
    noValue: 'No data of nodes with a known altitude',
    queries: [
      {
        queryType: 'timeseries',
        metrics: ['environment_barometric_pressure'],
        seaLevel: true,
        legend: NAME,
        thresholds: false,
        ...narrowed,
        limit: 60,
      },
    ],
    unit: 'pressurehpa',
  });

export const rain = () =>
  graph(
    13,
    'Rain',
    'Rain of the last hour and of the last 24 hours.',
    ['environment_rainfall_1h', 'environment_rainfall_24h'],
    'lengthmm',
  );

export const wind = () =>
  graph(
    14,
    'Wind speed',
    'Mean wind, gusts and lulls where the station stands.',
    ['environment_wind_speed', 'environment_wind_gust', 'environment_wind_lull'],
    'velocityms',
  );

export const windDirection = () =>
  withMeshQueries(points(), {
    id: 15,
    title: 'Wind direction',
    description: 'Direction the wind comes from: 0° is north, 90° east.',
    noValue: 'No data',
    queries: [
      {
        queryType: 'timeseries',
        metrics: ['environment_wind_direction'],
        legend: NAME,
        thresholds: false,
        aggregation: 'last',
        ...narrowed,
      },
    ],
    unit: 'degree',
  })
    .min(0)
    .max(360)
    .lineWidth(0)
    .fillOpacity(0);

export const dust = () =>
  graph(
    20,
    'Fine dust',
    'Particles up to 1, 2.5, 4 and 10 µm. The WHO recommends at most 15 µg/m³ of PM2.5 and 45 µg/m³ of PM10 over a day.',
    airQualityMetrics.filter((metric) => metric.startsWith('air_quality_pm') && metric.endsWith('_standard')),
    'conμgm3',
  );

export const gas = () =>
  graph(
    21,
    'Carbon dioxide and gases',
    'Carbon dioxide (open a window above 1,000 ppm), formaldehyde, and indices of gas sensors.',
    airQualityMetrics.filter((metric) => !metric.endsWith('_standard')),
  );

export const light = () =>
  graph(
    22,
    'Light',
    'Illuminance, and what of it is white, infrared or ultraviolet. Full sun is about 100,000 lx.',
    ['environment_lux', 'environment_white_lux', 'environment_ir_lux', 'environment_uv_lux'],
    'lux',
  );

export const soil = () =>
  graph(23, 'Soil', 'Moisture and temperature of the ground.', [
    'environment_soil_moisture',
    'environment_soil_temperature',
  ]);

const channels = [1, 2, 3, 4, 5, 6, 7, 8];

export const voltages = () =>
  graph(
    30,
    'Power sensors: voltage',
    'Voltages of power sensors such as an INA3221: usually the solar panel, the battery and the load.',
    channels.map((channel) => `power_ch${channel}_voltage`),
    'volt',
  );

export const currents = () =>
  graph(
    33,
    'Power sensors: current',
    'Currents of the same channels. Signs depend on the wiring: a battery that is charged usually reads negative.',
    channels.map((channel) => `power_ch${channel}_current`),
    'mamp',
  );

export const peopleCounted = () =>
  graph(
    31,
    'People counted',
    'Wi-Fi and Bluetooth devices that paxcounters saw around them.',
    ['paxcounter_wifi', 'paxcounter_ble'],
    'locale',
  );

export const otherSensors = () =>
  graph(
    32,
    'Other sensors',
    'Distance, weight, radiation, lightning, 1-Wire temperatures, extra voltages.',
    otherSensorMetrics.filter((metric) => !metric.startsWith('paxcounter')),
  );
