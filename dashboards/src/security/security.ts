import { meshAnnotations } from '../foundation/annotations.js';
import { createDashboard } from '../foundation/dashboard.js';
import { cell, line } from '../foundation/layout.js';
import { meshVariables } from '../foundation/variables.js';
import { findingsNow } from './state.js';
import { channels, events, findings, keyFindings } from './tables.js';
import { precisionMap, readability } from './privacy.js';

export const security = () =>
  createDashboard({
    uid: 'mesh-security',
    title: 'Security and privacy',
    description: 'Shared, weak and changed keys, possible impersonation, public channels, and precise public positions',
    since: '7d',
    refresh: '1m',
    variables: meshVariables(),
    annotations: meshAnnotations(['node', 'role']),
    lines: [
      line(4, cell(24, findingsNow())),
      line(7, cell(24, keyFindings())),
      line(11, cell(24, findings())),
      line(8, cell(24, channels())),
      line(14, cell(14, precisionMap()), cell(10, events())),
      line(8, cell(24, readability())),
    ],
  });
