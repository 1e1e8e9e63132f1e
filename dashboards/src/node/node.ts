import { nodeAnnotations } from '../foundation/annotations.js';
import { createDashboard } from '../foundation/dashboard.js';
import { cell, evenLine, line } from '../foundation/layout.js';
import { dataSourceVariable, meshVariable, oneNodeVariable } from '../foundation/variables.js';
import { airNow, batteryNow, identity, measuredNow, radio, signalNow, state, trafficNow } from './state.js';
import { eventList, messageList, trackMap } from './whereabouts.js';
import { batteryGraph, powerGraph, uptimeGraph, utilisationGraph } from './power.js';
import { airQuality, climate, otherSensors, pressure, weather } from './sensors.js';
import { neighbours, packetLog, packetsByPort, receivedByGateway, signalByGateway, traceroutes } from './radio.js';

export const node = () =>
  createDashboard({
    uid: 'mesh-node',
    title: 'Node',
    description: 'Everything about one node: state, place, power, sensors, who hears it and what it says',
    since: '24h',
    refresh: '30s',
    variables: [dataSourceVariable(), oneNodeVariable(), meshVariable('gateway'), meshVariable('channel')],
    annotations: nodeAnnotations(),
    lines: [
      line(4, cell(6, state()), cell(18, identity())),
      line(4, cell(8, batteryNow()), cell(5, airNow()), cell(7, signalNow()), cell(4, trafficNow())),
      line(16, cell(14, trackMap()), cell(10, messageList(), eventList())),
    ],
    sections: [
      {
        id: 100,
        title: 'Power and air',
        lines: [evenLine(8, batteryGraph(), powerGraph()), evenLine(8, utilisationGraph(), uptimeGraph())],
      },
      {
        id: 101,
        title: 'Radio',
        lines: [
          evenLine(4, radio()),
          evenLine(9, signalByGateway(), receivedByGateway(), packetsByPort()),
          evenLine(10, neighbours()),
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
