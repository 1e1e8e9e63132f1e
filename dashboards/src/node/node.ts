import { nodeAnnotations } from '../foundation/annotations.js';
import { createDashboard } from '../foundation/dashboard.js';
import { cell, evenLine, line } from '../foundation/layout.js';
import { dataSourceVariable, meshVariable, oneNodeVariable } from '../foundation/variables.js';
import { airNow, batteryNow, identity, measuredNow, place, signalNow, state, trafficNow } from './state.js';
import { eventList, messageList, trackMap } from './whereabouts.js';
import { balance, battery, batteryGraph, powerGraph, uptimeGraph, utilizationGraph } from './power.js';
import { airQuality, climate, otherSensors, pressure, weather } from './sensors.js';
import { neighbors, packetLog, packetsByPort, receivedByGateway, signalByGateway, traceroutes } from './radio.js';

export const node = () =>
  createDashboard({
    uid: 'mesh-node',
    title: 'Node',
    description: 'Everything about one node: state, position, power, sensors, links and messages',
    since: '24h',
    refresh: '30s',
    variables: [dataSourceVariable(), oneNodeVariable(), meshVariable('gateway'), meshVariable('channel')],
    annotations: nodeAnnotations(),
    lines: [
      line(4, cell(5, state()), cell(9, batteryNow()), cell(6, airNow()), cell(4, trafficNow())),
      line(18, cell(6, identity()), cell(10, trackMap()), cell(8, messageList(), eventList())),
      line(4, cell(9, signalNow()), cell(15, place())),
    ],
    sections: [
      {
        id: 100,
        title: 'Power and air',
        lines: [
          evenLine(4, battery(), balance()),
          evenLine(8, batteryGraph(), powerGraph()),
          evenLine(8, utilizationGraph(), uptimeGraph()),
        ],
      },
      {
        id: 101,
        title: 'Radio',
        lines: [
          evenLine(9, signalByGateway(), receivedByGateway(), packetsByPort()),
          evenLine(10, neighbors()),
          evenLine(10, traceroutes()),
          evenLine(12, packetLog()),
        ],
      },
      {
        id: 102,
        title: 'Sensors',
        lines: [evenLine(5, measuredNow())],
      },
      {
        id: 103,
        title: 'Sensors over time',
        collapsed: true,
        lines: [evenLine(8, climate(), pressure(), weather()), evenLine(8, airQuality(), otherSensors())],
      },
    ],
  });
