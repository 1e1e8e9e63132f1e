import { withMeshQueries } from '../foundation/panel.js';
import { narrowed } from '../foundation/variables.js';
import { messagesTable } from '../panels/messages.js';
import { since, table, wrapped } from '../panels/table.js';

const ofKinds = (...values: string[]) => ({
  filters: [{ key: 'kind' as const, operator: '=|' as const, value: values[0] ?? '', values }],
  ...narrowed,
});

export const conversation = () =>
  withMeshQueries(
    table({
      time: { width: 165 },
      fromName: { name: 'From', width: 80, nodeFrom: 'fromId' },
      fromLongName: { name: 'Name', width: 190, nodeFrom: 'fromId' },
      toName: { name: 'To', width: 90 },
      channel: { width: 95 },
      text: { name: 'Message', properties: [wrapped] },
    }),
    {
      id: 10,
      title: 'Conversation (live)',
      description:
        'Messages, the newest on top. New messages appear automatically. Direct messages are included only when STORE_TEXT keeps them.',
      noValue: 'No data in this time range',
      queries: [{ queryType: 'messages', live: true, ...ofKinds('text'), limit: 500 }],
    },
  );

const onlyRows = (fieldName: string, id: 'equal' | 'isNotNull', value: boolean | undefined) => ({
  id: 'filterByValue',
  options: {
    type: 'include',
    match: 'all',
    filters: [{ fieldName, config: { id, options: value === undefined ? {} : { value } } }],
  },
});

export const reactions = () =>
  withMeshQueries(
    table({
      time: { width: 140, properties: [since] },
      fromName: { name: 'From', width: 75, nodeFrom: 'fromId' },
      text: { name: 'Reaction or reply', properties: [wrapped] },
      replyId: { name: 'To packet', width: 95 },
    }),
    {
      id: 11,
      title: 'Reactions and replies',
      description:
        'Messages that answer another one: emoji reactions and replies. The packet they answer is in the packet log of the traffic dashboard.',
      noValue: 'No data',
      queries: [{ queryType: 'messages', live: true, ...ofKinds('text'), limit: 1000 }],
      transformations: [onlyRows('Reply to', 'isNotNull', undefined)],
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
