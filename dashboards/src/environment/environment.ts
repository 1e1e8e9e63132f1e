import { meshAnnotations } from '../foundation/annotations.js';
import { createDashboard } from '../foundation/dashboard.js';
import { cell, evenLine, line } from '../foundation/layout.js';
import { meshVariables } from '../foundation/variables.js';
import { narrowed } from '../foundation/variables.js';
import { batteriesTable, solarBalance } from './batteries.js';
import { temperatureMap, latestValues } from './now.js';
import {
  dust,
  gas,
  humidity,
  light,
  otherSensors,
  peopleCounted,
  currents,
  voltages,
  pressure,
  rain,
  soil,
  temperature,
  wind,
  windDirection,
} from './graphs.js';

export const environment = () =>
  createDashboard({
    uid: 'mesh-environment',
    title: 'Environment',
    description: 'Every sensor in the mesh: weather, air, soil, light, power and more',
    since: '24h',
    refresh: '1m',
    variables: meshVariables(),
    annotations: meshAnnotations(['node', 'role']),
    lines: [
      line(14, cell(12, temperatureMap()), cell(12, latestValues())),
      evenLine(9, temperature(), humidity()),
      evenLine(9, pressure(), rain()),
      evenLine(9, wind(), windDirection()),
    ],
    sections: [
      { id: 100, title: 'Air and light', lines: [evenLine(9, dust(), gas()), evenLine(9, light(), soil())] },
      {
        id: 101,
        title: 'Power and other sensors',
        lines: [
          line(10, cell(12, batteriesTable(40, narrowed)), cell(12, solarBalance(41, narrowed))),
          evenLine(9, voltages(), currents()),
          evenLine(9, peopleCounted(), otherSensors()),
        ],
      },
    ],
  });
