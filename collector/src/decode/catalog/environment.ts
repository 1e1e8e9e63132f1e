import { rowsOf, units } from './row.js';

const { celsius, humidity, pressure, kiloohms, volts, milliamperes, index, millimeters, lux, degrees } = units;
const { metersPerSecond, kilograms, microroentgensPerHour, percent, number, kilometers } = units;

/** Air of 0 % humidity does not occur on earth: a sensor that reports it has failed. */
const failed = { zero: 'failure' } as const;
const channels = [0, 1, 2, 3, 4, 5, 6, 7] as const;

/** Weather and whatever else is wired to a node. */
export const environmentRows = rowsOf('environment', (add) => [
  add('temperature', 'Temperature', celsius, 'Temperature at the sensor'),
  add('relative_humidity', 'Relative humidity', humidity, 'Relative humidity of the air', failed),
  add('barometric_pressure', 'Barometric pressure', pressure, 'Air pressure at the sensor, not reduced to sea level'),
  add('gas_resistance', 'Gas resistance', kiloohms, 'Resistance of the gas sensor; lower is more volatile organics'),
  add('voltage', 'Sensor voltage', volts, 'Bus voltage of a power sensor'),
  add('current', 'Sensor current', milliamperes, 'Current of a power sensor; negative is discharge'),
  add('iaq', 'Indoor air quality', index, 'Index of indoor air quality, 0 (good) to 500', { max: 500 }),
  add('distance', 'Distance', millimeters, 'Distance to the water level or another target of the range finder'),
  add('lux', 'Illuminance', lux, 'Visible light'),
  add('white_lux', 'White light', lux, 'Light over the whole spectrum of the sensor'),
  add('ir_lux', 'Infrared light', lux, 'Infrared light'),
  add('uv_lux', 'Ultraviolet light', lux, 'Ultraviolet light'),
  add('wind_direction', 'Wind direction', degrees, 'Where the wind comes from, 0 = north'),
  add('wind_speed', 'Wind speed', metersPerSecond, 'Mean wind speed'),
  add('weight', 'Weight', kilograms, 'Weight on the scale'),
  add('wind_gust', 'Wind gust', metersPerSecond, 'Strongest wind of the interval'),
  add('wind_lull', 'Wind lull', metersPerSecond, 'Weakest wind of the interval'),
  add('radiation', 'Radiation', microroentgensPerHour, 'Dose rate'),
  add('rainfall_1h', 'Rain, 1 h', millimeters, 'Rain of the last hour'),
  add('rainfall_24h', 'Rain, 24 h', millimeters, 'Rain of the last 24 hours'),
  add('soil_moisture', 'Soil moisture', percent, 'Moisture of the soil'),
  add('soil_temperature', 'Soil temperature', celsius, 'Temperature of the soil'),
  ...channels.map((n) =>
    add(`adc_voltage_ch${n}`, `ADC voltage ${n}`, volts, `Voltage at channel ${n} of the analog converter`, {
      wire: { no: 24 + n, type: 'float' },
    }),
  ),
  ...channels.map((n) =>
    add(`one_wire_temperature_ch${n}`, `1-Wire temperature ${n}`, celsius, `Temperature of 1-Wire probe ${n}`, {
      wire: { no: 32 + n, type: 'float' },
      listed: { no: 23, index: n },
    }),
  ),
  add('lightning_strike_count_1h', 'Lightning strikes, 1 h', number, 'Lightning strikes of the last hour', {
    wire: { no: 40, type: 'uint32' },
    name: 'environment_lightning_strikes_1h',
  }),
  add('lightning_distance_km', 'Lightning distance', kilometers, 'Estimated distance of the storm', {
    wire: { no: 41, type: 'float' },
    name: 'environment_lightning_distance',
  }),
]);

/** INA219, INA3221 and the like: up to eight channels. */
export const powerRows = rowsOf('power', (add) =>
  [1, 2, 3, 4, 5, 6, 7, 8].flatMap((n) => [
    add(`ch${n}_voltage`, `Channel ${n} voltage`, volts, `Voltage at channel ${n} of the power sensor`),
    add(`ch${n}_current`, `Channel ${n} current`, milliamperes, `Current at channel ${n}; negative flows back`),
  ]),
);

/** Stored only with STORE_HEALTH_TELEMETRY and never exported to Prometheus: it is about a person's body. */
export const healthRows = rowsOf('health', (add) => [
  add('heart_bpm', 'Heart rate', units.beatsPerMinute, 'Heart beats per minute', {
    personal: true,
    name: 'health_heart',
  }),
  add('spo2', 'Blood oxygen', percent, 'Oxygen saturation of the blood', { personal: true }),
  add('temperature', 'Body temperature', celsius, 'Temperature of the body', {
    personal: true,
    min: 20,
    max: 50,
    tolerance: 0.5,
  }),
]);
