import { rowsOf, units } from './row.js';

const { celsius, humidity, microgramsPerCubicMeter, particlesPerDeciliter, partsPerMillion, partsPerBillion } = units;

/** Air of 0 % humidity does not occur on earth: a sensor that reports it has failed. */
const failed = { zero: 'failure' } as const;

const sizes = [
  ['10', 'PM1.0', '1.0'],
  ['25', 'PM2.5', '2.5'],
  ['40', 'PM4.0', '4.0'],
  ['100', 'PM10', '10'],
] as const;
const counted = [
  ['03', '0.3'],
  ['05', '0.5'],
  ['10', '1.0'],
  ['25', '2.5'],
  ['40', '4.0'],
  ['50', '5.0'],
  ['100', '10'],
] as const;

export const airQualityRows = rowsOf('air_quality', (add) => [
  ...sizes.map(([field, title, micrometers]) => {
    const description = `Particles up to ${micrometers} µm, standard conditions`;
    return add(`pm${field}_standard`, title, microgramsPerCubicMeter, description);
  }),
  ...sizes
    .filter(([field]) => field !== '40') // the protobuf has no pm40_environmental
    .map(([field, title, micrometers]) => {
      const description = `Particles up to ${micrometers} µm, ambient conditions`;
      return add(`pm${field}_environmental`, `${title} (ambient)`, microgramsPerCubicMeter, description);
    }),
  ...counted.map(([field, micrometers]) => {
    const description = `Number of particles above ${micrometers} µm in 0.1 liter of air`;
    return add(`particles_${field}um`, `Particles > ${micrometers} µm`, particlesPerDeciliter, description);
  }),
  add('co2', 'CO₂', partsPerMillion, 'Carbon dioxide'),
  add('co2_temperature', 'CO₂ sensor temperature', celsius, 'Temperature of the CO₂ sensor'),
  add('co2_humidity', 'CO₂ sensor humidity', humidity, 'Relative humidity at the CO₂ sensor', failed),
  add('form_formaldehyde', 'Formaldehyde', partsPerBillion, 'Formaldehyde'),
  add(
    'form_humidity',
    'Formaldehyde sensor humidity',
    humidity,
    'Relative humidity at the formaldehyde sensor',
    failed,
  ),
  add('form_temperature', 'Formaldehyde sensor temperature', celsius, 'Temperature at the formaldehyde sensor'),
  add('pm_temperature', 'PM sensor temperature', celsius, 'Temperature at the particle sensor'),
  add('pm_humidity', 'PM sensor humidity', humidity, 'Relative humidity at the particle sensor', failed),
  add('pm_voc_idx', 'VOC index', units.index, 'Index of volatile organics, 100 = average', {
    name: 'air_quality_voc_index',
  }),
  add('pm_nox_idx', 'NOx index', units.index, 'Index of nitrogen oxides, 1 = average', {
    name: 'air_quality_nox_index',
  }),
  add('particles_tps', 'Typical particle size', units.micrometers, 'Typical size of the particles', {
    name: 'air_quality_typical_particle_size',
  }),
  add('pm_status_flags', 'PM sensor status', units.number, 'Status bits of the particle sensor, see its datasheet', {
    kind: 'state',
    wire: { no: 26, type: 'uint32' },
  }),
]);
