import { oneNode } from '../foundation/variables.js';
import { withMeshQueries } from '../foundation/panel.js';
import { measurements } from '../panels/measurements.js';
import { batteriesTable, solarBalance } from '../environment/batteries.js';
import { lines } from '../panels/timeSeries.js';
import { dutyCycleLine, dutyCycleQuery, withDutyCycle } from '../traffic/limits.js';

const narrowing = oneNode;

export const battery = () => batteriesTable(24, narrowing);
export const balance = () => solarBalance(25, narrowing);

export const batteryGraph = () =>
  measurements({
    id: 20,
    title: 'Battery',
    description:
      'Charge and voltage. A solar node should charge every day and stay above 20 % at dawn; 101 % means external power.',
    metrics: ['device_battery_level', 'device_voltage'],
    legend: '{{title}}',
    narrowing,
    noValue: 'No data about a battery',
  });

export const powerGraph = () =>
  measurements({
    id: 21,
    title: 'Power channels',
    description:
      'Readings of a power sensor such as an INA3221: usually the solar panel, the battery and the load. A negative current flows into the battery.',
    metrics: [1, 2, 3].flatMap((channel) => [`power_ch${channel}_voltage`, `power_ch${channel}_current`]),
    legend: '{{title}}',
    narrowing,
    noValue: 'No data of a power sensor',
  });

export const utilizationGraph = () =>
  withMeshQueries(withDutyCycle(lines()), {
    id: 22,
    title: 'Channel utilization and airtime',
    description:
      'Share of time the channel is in use at the node, and the share it transmits itself. Above 25 % utilization firmware holds back telemetry. The line is the duty cycle of the region, for the airtime.',
    noValue: 'No data',
    queries: [
      {
        queryType: 'timeseries',
        metrics: ['device_channel_utilization', 'device_air_util_tx'],
        legend: '{{title}}',
        thresholds: false,
        ...narrowing,
      },
      dutyCycleQuery,
    ],
    unit: 'percent',
    transformations: [dutyCycleLine],
  }).min(0);

export const uptimeGraph = () =>
  measurements({
    id: 23,
    title: 'Uptime',
    description: 'Time since the last boot. Every drop to zero is a reboot; several a day point to power or firmware.',
    metrics: ['device_uptime_seconds'],
    legend: '{{title}}',
    narrowing,
    unit: 's',
    noValue: 'No data',
  });
