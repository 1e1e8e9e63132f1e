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
        channel: { width: 130 },
        packets: { width: 95, properties: [exact] },
        share: { width: 150, properties: [gaugeCell, { id: 'color', value: { mode: 'fixed', fixedColor: 'blue' } }] },
        nodes: { width: 75, properties: [exact] },
        gateways: { width: 95, properties: [exact] },
        messages: { width: 95, properties: [exact] },
        undecryptableShare: { name: 'Undecryptable', width: 120, properties: [unit('percentunit')] },
        key: { width: 160, properties: [{ id: 'mappings', value: keys }, colorText] },
        preciseNodes: { name: 'Precise positions', width: 140, properties: [exact] },
        lastPacket: { properties: [since] },
      },
      ['Packets', 'descending'],
    ),
    { noValue: 'No data in this time range', ...facts },
  );
