import { meshAnnotations } from '../foundation/annotations.js';
import { createDashboard } from '../foundation/dashboard.js';
import { cell, evenLine, line } from '../foundation/layout.js';
import { meshVariables } from '../foundation/variables.js';
import { activity, amount, chatters, perChannel } from './activity.js';
import { alerts, conversation, reactions, statuses } from './lists.js';
import { waypoints } from './waypoints.js';

export const messages = () =>
  createDashboard({
    uid: 'mesh-messages',
    title: 'Messages',
    description: 'Messages of people and sensors: conversations by channel, reactions and replies, alerts',
    since: '24h',
    refresh: '30s',
    variables: meshVariables(),
    annotations: meshAnnotations(['node', 'role']),
    lines: [
      line(5, cell(6, amount()), cell(18, activity())),
      line(18, cell(15, conversation()), cell(9, reactions(), alerts())),
      line(10, cell(8, perChannel()), cell(8, chatters()), cell(8, statuses())),
      evenLine(8, waypoints()),
    ],
  });
