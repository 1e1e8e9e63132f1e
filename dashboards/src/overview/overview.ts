import { meshAnnotations } from '../foundation/annotations.js';
import { createDashboard } from '../foundation/dashboard.js';
import { cell, line } from '../foundation/layout.js';
import { meshVariables } from '../foundation/variables.js';
import { attention, sinceYesterday } from './attention.js';
import { airPanel, gatewaysPanel, lastPacketPanel, nodesPanel, trafficPanel } from './state.js';
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
    description: 'What needs attention, what changed since yesterday, and the whole mesh on one page',
    since: '6h',
    refresh: '30s',
    variables: meshVariables(),
    annotations: meshAnnotations(['node', 'role']),
    lines: [
      line(11, cell(15, attention()), cell(9, sinceYesterday())),
      line(
        4,
        cell(8, nodesPanel()),
        cell(4, gatewaysPanel()),
        cell(4, lastPacketPanel()),
        cell(4, trafficPanel()),
        cell(4, airPanel()),
      ),
      line(20, cell(14, mapPanel()), cell(10, lastMessages(), silentNodes())),
      line(9, cell(12, packetsByPort()), cell(6, utilizationGraph()), cell(6, airtimeGraph())),
      line(9, cell(10, batteriesPanel()), cell(6, runningOut()), cell(8, gatewayTable())),
      line(12, cell(15, allNodes()), cell(9, latestEvents())),
    ],
  });
