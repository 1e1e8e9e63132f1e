import { withMeshQueries } from '../foundation/panel.js';
import { narrowed } from '../foundation/variables.js';
import { channelsTable } from '../panels/channels.js';
import { logs } from '../panels/logs.js';
import { colorText, exact, table } from '../panels/table.js';

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
      time: { width: 165 },
      fromName: { name: 'From', width: 80, nodeFrom: 'fromId' },
      toName: { name: 'To', width: 90 },
      channel: { width: 100 },
      port: { width: 170 },
      decodeStatus: { width: 120 },
      size: { width: 75 },
      hopsAway: { name: 'Hops', width: 70, properties: [exact] },
      gateways: { width: 95, properties: [exact] },
      snr: { width: 100, properties: [colorText] },
      rssi: { width: 105 },
      summary: { name: 'Content' },
    }),
    {
      id: 41,
      title: 'Packets as a table',
      description: 'The newest packets with size, hops, number of gateways and best signal, to sort and filter.',
      noValue: 'No data in this time range',
      queries: [{ queryType: 'packets', ...narrowed, limit: 500 }],
    },
  );
