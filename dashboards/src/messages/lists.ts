import { withMeshQueries } from '../foundation/panel.js';
import { narrowed } from '../foundation/variables.js';
import { messagesTable } from '../panels/messages.js';
import { clock, table, wrapped } from '../panels/table.js';

const ofKinds = (...values: string[]) => ({
  filters: [{ key: 'kind' as const, operator: '=|' as const, value: values[0] ?? '', values }],
  ...narrowed,
});

/** The message comes first: a phone has room for it, its sender and the time. */
export const conversation = () =>
  withMeshQueries(
    table({
      text: { name: 'Message', properties: [wrapped] },
      fromName: { name: 'From', width: 80, nodeFrom: 'fromId' },
      time: { width: 90, properties: [clock] },
      reactions: { name: 'Reactions', width: 95, properties: [wrapped] },
      channel: { width: 90 },
    }),
    {
      id: 10,
      title: 'Conversations (live)',
      description:
        'Texts with the newest conversation on top; replies (↳) stand under what they answer, reactions are counted. New messages appear automatically; choose a channel above to read only that one. Direct messages are included only when STORE_TEXT keeps them.',
      noValue: 'No data in this time range',
      queries: [{ queryType: 'conversations', live: true, ...narrowed }],
    },
  );

export const alerts = () =>
  messagesTable({
    id: 12,
    title: 'Alerts and detections',
    description: 'Critical alerts, and messages of detection sensors.',
    noValue: 'No data',
    queries: [{ queryType: 'messages', live: true, ...ofKinds('alert', 'detection'), limit: 200 }],
  });

export const statuses = () =>
  messagesTable({
    id: 13,
    title: 'Status and beacons',
    description: 'Status texts of nodes, beacons, range tests and automatic replies.',
    noValue: 'No data',
    queries: [{ queryType: 'messages', live: true, ...ofKinds('status', 'beacon', 'range_test', 'reply'), limit: 200 }],
  });
