import { askMesh } from '../foundation/panel.js';
import { narrowed } from '../foundation/variables.js';
import { channelsTable } from '../panels/channels.js';
import { logs } from '../panels/logs.js';
import { colorText, exact, table } from '../panels/table.js';

export const channels = () =>
  channelsTable({
    id: 42,
    title: 'Channels',
    description:
      'What is said on which channel, by how many nodes, how much of it nobody here can read, and whether its key is a secret.',
    queries: [{ queryType: 'channels', ...narrowed }],
  });

export const packetLog = () =>
  askMesh(logs(), {
    id: 40,
    title: 'Packet log, live',
    description:
      'The traffic monitor: every packet with sender, receiver, port and content as far as it can be read. New packets appear by themselves; a click opens a line.',
    noValue: 'No packets in this time range',
    queries: [{ queryType: 'packets', format: 'logs', live: true, ...narrowed, limit: 500 }],
  });

export const packetTable = () =>
  askMesh(
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
      noValue: 'No packets in this time range',
      queries: [{ queryType: 'packets', ...narrowed, limit: 500 }],
    },
  );
