import { MeshMapBuilder } from '../foundation/meshtastic.js';
import { withMeshQueries } from '../foundation/panel.js';
import { narrowed } from '../foundation/variables.js';
import { table, unit } from '../panels/table.js';

const measured = ['environment_temperature', 'environment_relative_humidity', 'environment_barometric_pressure'];

/** Nodes without any weather sensor would only fill the table. */
const withTemperature = {
  id: 'filterByValue',
  options: {
    type: 'include',
    match: 'any',
    filters: [{ fieldName: 'Temperature', config: { id: 'isNotNull', options: {} } }],
  },
};

export const temperatureMap = () =>
  withMeshQueries(
    new MeshMapBuilder({
      nodes: { colorBy: 'environment_temperature', label: 'value', size: 9, clusters: false },
      links: { show: false },
      tracks: { show: false },
      precision: { show: false },
    }),
    {
      id: 1,
      title: 'Temperature on the map',
      description: 'Latest temperature of each node, at its position.',
      noValue: 'No data about temperatures at known positions',
      queries: [{ refId: 'nodes', queryType: 'nodes', live: true, metrics: ['environment_temperature'], ...narrowed }],
      transformations: [withTemperature],
      unit: 'celsius',
    },
  )
    .min(-15)
    .max(35);

export const latestValues = () =>
  withMeshQueries(
    table(
      {
        label: { name: 'Node', nodeFrom: 'nodeId' },
        environment_temperature: { name: 'Temperature', width: 105 },
        environment_relative_humidity: { name: 'Humidity', width: 85 },
        environment_barometric_pressure: { name: 'Pressure', width: 90 },
        lastHeard: { name: 'Heard', width: 90, properties: [unit('time:ddd HH:mm')] },
      },
      ['Temperature', 'descending'],
    ),
    {
      id: 2,
      title: 'Weather now',
      description: 'Latest values of every node with a temperature sensor, warmest first.',
      noValue: 'No data about temperatures',
      queries: [{ queryType: 'nodes', live: true, metrics: measured, ...narrowed }],
      transformations: [withTemperature],
    },
  );
