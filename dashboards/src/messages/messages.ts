import { meshAnnotations } from '../foundation/annotations.js';
import { createDashboard } from '../foundation/dashboard.js';
import { cell, evenLine, line } from '../foundation/layout.js';
import { meshVariables } from '../foundation/variables.js';
import { activity, amount, chatters, perChannel } from './activity.js';
import { alerts, conversation, statuses } from './lists.js';
import { waypoints } from './waypoints.js';

export const messages = () =>
  createDashboard({
    uid: 'mesh-messages',
    title: 'Messages',
    description: 'Messages of people and sensors: conversations with replies and reactions, alerts',
    since: '24h',
    refresh: '30s',
    variables: meshVariables(),
    annotations: meshAnnotations(['node', 'role']),
    lines: [
      line(20, cell(15, conversation()), cell(9, alerts(), statuses())),
      line(5, cell(6, amount()), cell(18, activity())),
      evenLine(10, perChannel(), chatters()),
      evenLine(8, waypoints()),
    ],
  });
