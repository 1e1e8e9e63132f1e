import { meshAnnotations } from '../foundation/annotations.js';
import { createDashboard } from '../foundation/dashboard.js';
import { evenLine } from '../foundation/layout.js';
import { meshVariables } from '../foundation/variables.js';
import { byFirmware, byHardware, byHopLimit, byRole, nodes } from './panels.js';

export const inventory = () =>
  createDashboard({
    uid: 'mesh-inventory',
    title: 'Inventory',
    description: 'Firmware, hardware, roles and hop limits of all nodes, with hints for their owners',
    since: '7d',
    refresh: '1m',
    variables: meshVariables(),
    annotations: meshAnnotations(['node', 'role']),
    lines: [evenLine(10, byFirmware(), byHardware(), byRole(), byHopLimit()), evenLine(18, nodes())],
  });
