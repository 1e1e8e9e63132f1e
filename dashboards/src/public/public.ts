import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import { meshAnnotations } from '../foundation/annotations.js';
import { createDashboard } from '../foundation/dashboard.js';
import { cell, line } from '../foundation/layout.js';
import { counts, gateways, lastPacket, map, packetsByPort } from './panels.js';

/** The data source of the image, by its uid: Grafana does not fill in variables of dashboards shared with everyone. */
const DATA_SOURCE_UID = 'mesh-observatory';

function withoutVariables(dashboard: Dashboard): Dashboard {
  const links = { ...dashboard, links: [] };
  return JSON.parse(JSON.stringify(links).replaceAll('${datasource}', DATA_SOURCE_UID)) as Dashboard;
}

/** For people outside and for screens on a wall: no choices, no messages, no keys. */
export const publicDashboard = () =>
  withoutVariables(
    createDashboard({
      uid: 'mesh-public',
      title: 'Mesh for everyone',
      description: 'The mesh for visitors and screens on a wall: no choices, no messages, no keys',
      since: '6h',
      refresh: '1m',
      variables: [],
      annotations: meshAnnotations([]),
      lines: [
        line(4, cell(16, counts()), cell(8, lastPacket())),
        line(20, cell(24, map())),
        line(9, cell(14, packetsByPort()), cell(10, gateways())),
      ],
    }),
  );
