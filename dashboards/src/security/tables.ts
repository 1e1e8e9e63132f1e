import { MappingType, type ValueMapping } from '@grafana/grafana-foundation-sdk/dashboard';
import { withMeshQueries, type MeshPanelOptions } from '../foundation/panel.js';
import { narrowed } from '../foundation/variables.js';
import { channelsTable } from '../panels/channels.js';
import { eventsTable } from '../panels/events.js';
import { colorText, since, table, wrapped } from '../panels/table.js';

const words = (entries: Readonly<Record<string, readonly [text: string, color?: string]>>): ValueMapping[] => [
  {
    type: MappingType.ValueToText,
    options: Object.fromEntries(
      Object.entries(entries).map(([value, [text, color]], index) => [
        value,
        { text, index, ...(color === undefined ? {} : { color }) },
      ]),
    ),
  },
];

const severities = words({ critical: ['Critical', 'red'], warning: ['Warning', 'orange'], info: ['Note', 'blue'] });

const findingsTable = (facts: MeshPanelOptions) =>
  withMeshQueries(
    table({
      severity: { width: 85, properties: [{ id: 'mappings', value: severities }, colorText] },
      kind: { width: 160 },
      label: { name: 'Node or channel', width: 220, nodeFrom: 'nodeId' },
      detail: { name: 'Details', properties: [wrapped] },
      time: { name: 'Seen', width: 125, properties: [since] },
    }),
    facts,
  );

export const findings = () =>
  findingsTable({
    id: 10,
    title: 'All findings',
    description: 'Every finding with its reason, the most severe first. Keys are never shown, only short fingerprints.',
    noValue: 'No data in this time range',
    queries: [{ queryType: 'findings', ...narrowed }],
  });

export const keyFindings = () =>
  findingsTable({
    id: 11,
    title: 'Keys and identities',
    description:
      'Nodes that share a key with another node (cloned firmware images), known-weak keys, changed keys, and nodes with the name of another node. Ask the owner on another channel before you trust such a node.',
    noValue: 'No data',
    queries: [
      {
        queryType: 'findings',
        findingKinds: ['duplicate_key', 'weak_key', 'key_changed', 'impersonation'],
        ...narrowed,
      },
    ],
  });

export const channels = () =>
  channelsTable({
    id: 12,
    title: 'Channels and their keys',
    description:
      'Everyone has the default key: traffic encrypted with it is public. The last columns count the nodes that share a precise position on the channel.',
    queries: [{ queryType: 'channels', ...narrowed }],
  });

export const events = () =>
  eventsTable({
    id: 13,
    title: 'Changes to review',
    description:
      'Changed and shared keys, packet ids used twice, changed names, numbers, roles and hardware, position jumps, floods.',
    noValue: 'No data in this time range',
    queries: [
      {
        queryType: 'events',
        live: true,
        eventKinds: [
          'key_changed',
          'key_shared',
          'node_renumbered',
          'id_reused',
          'name_changed',
          'role_changed',
          'hardware_changed',
          'position_jump',
          'flood',
        ],
        nodes: ['$node'],
        roles: ['$role'],
        limit: 200,
      },
    ],
  });
