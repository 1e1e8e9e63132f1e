import { t } from '@grafana/i18n';
import { plainRow, type Description } from '../../describe/description';
import { fieldRow, fieldRows } from '../../describe/fieldRows';
import { formatMoment, formatRole } from '../../describe/format';
import { describeNodes, precisionText } from '../../describe/nodes';
import type { MapNode } from '../../frames/model';
import { TOLERANCE_PX, type DescribeOptions, type ItemKind } from '../item';
import { LOOK } from './nodeStyling';
import type { NodeLook } from '../../scene/nodeLook';

/** Names of the fields the tooltip of a node shows; the card shows all. */
const tooltipFields = [
  'battery',
  'voltage',
  'snr',
  'rssi',
  'hopsAway',
  'channelUtilization',
  'secondarystat',
  'detail__battery',
];

function describeNode(node: MapNode, { colorBy, ...context }: DescribeOptions): Description {
  const names = colorBy === '' || tooltipFields.includes(colorBy) ? tooltipFields : [...tooltipFields, colorBy];
  const fields = node.ref.frame.fields.filter(({ name }) => names.includes(name) && name !== 'lastHeard');
  const precision = precisionText(node);
  const ours = fields.map((field) => fieldRow(node.ref, field, context)).filter((row) => row !== undefined);
  const known = [
    ...(node.role === undefined ? [] : [plainRow(t('describe.role', 'Role'), formatRole(node.role))]),
    ...(node.hardware === undefined ? [] : [plainRow(t('describe.hardware', 'Hardware'), node.hardware)]),
    ...(node.lastHeard === undefined
      ? []
      : [plainRow(t('describe.last-heard', 'Last heard'), formatMoment(node.lastHeard, context.at, context.timeZone))]),
    ...(precision === undefined ? [] : [plainRow(t('describe.position', 'Position'), precision)]),
  ];
  const rows = [...known, ...ours];
  return {
    title: node.name,
    subtitle: node.gateway ? `${node.id} · ${t('describe.gateway', 'gateway')}` : node.id,
    color: undefined,
    rows: rows.length > 0 ? rows : fieldRows(node.ref, context).slice(0, 8),
    ref: node.ref,
  };
}

export const nodeItem: ItemKind<MapNode> = {
  type: 'node',
  rank: 0,
  describe: describeNode,
  reach: (_node, feature) => TOLERANCE_PX + ((feature.get(LOOK) as NodeLook | undefined)?.radius ?? 0),
  nodes: (node) => [node],
};

export const clusterRadius = (count: number) => Math.min(26, 11 + 2.4 * Math.log2(count));

export const clusterItem: ItemKind<readonly MapNode[]> = {
  type: 'cluster',
  rank: 20,
  describe: (nodes) => describeNodes(t('describe.cluster', 'Cluster'), nodes),
  reach: (nodes) => clusterRadius(nodes.length),
  nodes: (nodes) => nodes,
};
