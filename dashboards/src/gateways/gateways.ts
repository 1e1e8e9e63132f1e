import { meshAnnotations } from '../foundation/annotations.js';
import { createDashboard } from '../foundation/dashboard.js';
import { cell, evenLine, line } from '../foundation/layout.js';
import { meshVariables } from '../foundation/variables.js';
import { coverageMap } from './coverage.js';
import { duplicatesNow, exclusiveBars, gatewaysNow, receptionsNow, silentGateways } from './state.js';
import { gatewayTable, whoHearsWhom } from './tables.js';
import { copiesHistogram, receptionsGraph, signalHeard, uptime } from './graphs.js';

export const gateways = () =>
  createDashboard({
    uid: 'mesh-gateways',
    title: 'Gateways and coverage',
    description: 'Receptions, exclusive packets, coverage and uptime of each gateway',
    since: '24h',
    refresh: '1m',
    variables: meshVariables(),
    annotations: meshAnnotations(['node', 'role']),
    lines: [
      evenLine(4, gatewaysNow(), receptionsNow(), duplicatesNow(), silentGateways()),
      line(18, cell(14, coverageMap()), cell(10, whoHearsWhom())),
      line(8, cell(24, gatewayTable())),
      line(8, cell(14, uptime()), cell(10, exclusiveBars())),
      line(9, cell(14, receptionsGraph()), cell(10, copiesHistogram())),
      line(10, cell(24, signalHeard())),
    ],
  });
