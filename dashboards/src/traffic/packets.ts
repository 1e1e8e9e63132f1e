import { withMeshQueries } from '../foundation/panel.js';
import { narrowed } from '../foundation/variables.js';
import { channelsTable } from '../panels/channels.js';
import { logs } from '../panels/logs.js';
import { colorText, exact, table, unit } from '../panels/table.js';

export const channels = () =>
  channelsTable({
    id: 42,
    title: 'Channels',
    description: 'Packets, nodes, undecryptable share and kind of key of each channel.',
    queries: [{ queryType: 'channels', ...narrowed }],
  });

export const packetLog = () =>
  withMeshQueries(logs(), {
    id: 40,
    title: 'Packet log (live)',
    description:
      'Every packet with sender, receiver, port and content as far as it can be decrypted. New packets appear automatically; click a line to open it.',
    noValue: 'No data in this time range',
    queries: [{ queryType: 'packets', format: 'logs', live: true, ...narrowed, limit: 500 }],
  });

export const packetTable = () =>
  withMeshQueries(
    table({
      time: { width: 115, properties: [unit('time:ddd HH:mm:ss')] },
      fromName: { name: 'From', width: 75, nodeFrom: 'fromId' },
      toName: { name: 'To', width: 80 },
      channel: { width: 90 },
      port: { width: 165 },
      decodeStatus: { name: 'Decoding', width: 130 },
      size: { width: 65 },
      hopsAway: { name: 'Hops', width: 60, properties: [exact] },
      gateways: { width: 90, properties: [exact] },
      snr: { width: 75, properties: [colorText] },
      summary: { name: 'Content', properties: [{ id: 'custom.minWidth', value: 120 }] },
    }),
    {
      id: 41,
      title: 'Packets as a table',
      description: 'The newest packets with size, hops, number of gateways and best signal, to sort and filter.',
      noValue: 'No data in this time range',
      queries: [{ queryType: 'packets', ...narrowed, limit: 500 }],
    },
  );
