/** Channels with their traffic and their secrecy. */
import { MappingType, type ValueMapping } from '@grafana/grafana-foundation-sdk/dashboard';
import { withMeshQueries, type MeshPanelOptions } from '../foundation/panel.js';
import { colorText, exact, gaugeCell, since, table, unit } from './table.js';

const keys: ValueMapping[] = [
  {
    type: MappingType.ValueToText,
    options: {
      own: { text: 'own key', color: 'green', index: 0 },
      default: { text: 'default key: public', color: 'orange', index: 1 },
      none: { text: 'no encryption', color: 'red', index: 2 },
      unknown: { text: 'unknown', color: 'text', index: 3 },
    },
  },
];

export const channelsTable = (facts: MeshPanelOptions) =>
  withMeshQueries(
    table(
      {
        channel: { width: 125 },
        packets: { width: 85, properties: [exact] },
        share: { width: 125, properties: [gaugeCell, { id: 'color', value: { mode: 'fixed', fixedColor: 'blue' } }] },
        nodes: { width: 75, properties: [exact] },
        gateways: { width: 90, properties: [exact] },
        messages: { width: 90, properties: [exact] },
        undecryptableShare: { name: 'Undecryptable', width: 125, properties: [unit('percentunit')] },
        key: { width: 160, properties: [{ id: 'mappings', value: keys }, colorText] },
        preciseNodes: { name: 'Precise', width: 80, properties: [exact] },
        lastPacket: { name: 'Last packet', width: 125, properties: [since] },
      },
      ['Packets', 'descending'],
    ),
    { noValue: 'No data in this time range', ...facts },
  );
