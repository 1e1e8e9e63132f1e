/** Panels without variables: nobody who looks can ask for more. */
import { MeshMapBuilder } from '../foundation/meshtastic.js';
import { withMeshQueries } from '../foundation/panel.js';
import { thresholds } from '../foundation/thresholds.js';
import { evenCounts, stat } from '../panels/stat.js';
import { shortPortNames, stackedBars } from '../panels/timeSeries.js';
import { since, table } from '../panels/table.js';

export const counts = () =>
  withMeshQueries(evenCounts(), {
    id: 1,
    title: 'The mesh now',
    description: 'Nodes and gateways that are heard now, and packets per minute over the time range.',
    queries: [
      { queryType: 'stat', stat: 'nodes_online', legend: 'Nodes online' },
      { queryType: 'stat', stat: 'gateways_online', legend: 'Gateways online' },
      { queryType: 'stat', stat: 'packets_per_minute', legend: 'Packets/min' },
    ],
    unit: 'locale',
  }).overrideByQuery('C', [{ id: 'decimals', value: 1 }]);

export const lastPacket = () =>
  withMeshQueries(stat(), {
    id: 2,
    title: 'Last packet',
    description: 'Time since the last packet of any node. Fifteen minutes mean that something is broken.',
    queries: [{ queryType: 'stat', stat: 'last_packet_age', legend: '' }],
    unit: 's',
  }).thresholds(thresholds([300, 'orange'], [900, 'red']));

export const map = () =>
  withMeshQueries(new MeshMapBuilder({ links: { kinds: ['direct', 'neighbor'] }, tracks: { show: false } }), {
    id: 3,
    title: 'Map',
    description:
      'Nodes colored by when they were last heard, and the links between them. A square shows the precision of a position.',
    noValue: 'No data about positions',
    queries: [
      { refId: 'nodes', queryType: 'nodes' },
      { refId: 'links', queryType: 'links', linkKinds: ['direct', 'neighbor'] },
    ],
  });

export const packetsByPort = () =>
  withMeshQueries(stackedBars(), {
    id: 4,
    title: 'Packets per minute, by port',
    description: 'Traffic by kind: text, positions, telemetry, routing and others.',
    queries: [{ queryType: 'traffic', trafficBy: 'port', trafficUnit: 'packets_per_minute', limit: 10 }],
    unit: 'suffix: /min',
    transformations: [shortPortNames],
  });

export const gateways = () =>
  withMeshQueries(
    table({
      label: { name: 'Gateway' },
      state: { name: 'State', width: 130 },
      lastSeen: { width: 125, properties: [since] },
    }),
    {
      id: 5,
      title: 'Gateways',
      description: 'Gateways of the mesh and when they published last.',
      queries: [{ queryType: 'gateways' }],
    },
  );
