import { meshAnnotations } from '../foundation/annotations.js';
import { createDashboard } from '../foundation/dashboard.js';
import { cell, evenLine, line } from '../foundation/layout.js';
import { meshVariables } from '../foundation/variables.js';
import { airPanel, gatewaysPanel, nodesPanel, packetsPanel, contentPanel, troublePanel } from './state.js';
import { mapPanel } from './map.js';
import {
  allNodes,
  batteriesPanel,
  gatewayTable,
  lastMessages,
  latestEvents,
  runningOut,
  silentNodes,
} from './lists.js';
import { airtimeGraph, packetsByPort, utilizationGraph } from './graphs.js';

export const overview = () =>
  createDashboard({
    uid: 'mesh-overview',
    title: 'Mesh overview',
    description: 'The whole mesh on one page: nodes, channel utilization, and what needs attention',
    since: '6h',
    refresh: '30s',
    variables: meshVariables(),
    annotations: meshAnnotations(['node', 'role']),
    lines: [
      evenLine(4, nodesPanel(), gatewaysPanel(), packetsPanel(), airPanel(), troublePanel(), contentPanel()),
      line(20, cell(14, mapPanel()), cell(10, lastMessages(), silentNodes())),
      line(9, cell(12, packetsByPort()), cell(6, utilizationGraph()), cell(6, airtimeGraph())),
      evenLine(9, batteriesPanel(), runningOut(), gatewayTable()),
      line(12, cell(15, allNodes()), cell(9, latestEvents())),
    ],
  });
