import type { MapLink, MapNode, MapTrack, MeshData, RowRef } from '../frames/model';
import { bearingDeg, distanceM } from '../geo/sphere';
import { cellErrorM } from '../geo/precision';
import type { CoverageCell, MapItem } from '../layers/layer';
import { linkColor, snrColor } from '../scene/signal';
import { fieldRow, fieldRows, type DescribeContext, type FieldRow } from './fieldRows';
import { formatBearing, formatDistance, formatMoment, formatRole, formatSnr } from './format';
import { t } from '@grafana/i18n';
import { phrases } from '../../i18n/phrases';

export interface Description {
  readonly title: string;
  readonly subtitle: string;
  readonly color: string | undefined;
  readonly rows: readonly FieldRow[];
  /** The row of a frame it stands for, for data links and shared hover. */
  readonly ref: RowRef | undefined;
}

const text = phrases('describe', {
  role: 'Role',
  hardware: 'Hardware',
  lastHeard: 'Last heard',
  position: 'Position',
  gateway: 'gateway',
  from: 'From',
  to: 'To',
  coverage: 'Coverage',
  bestSnr: 'Best SNR',
  receptions: 'Receptions',
  online: 'Online',
  nodes: 'Nodes',
  cluster: 'Cluster',
  coarse: 'Coarse position',
  snr: 'SNR',
  time: 'Time',
});
const nodeCount = (count: number) =>
  count === 1 ? t('describe.node', '1 node') : t('describe.nodes-count', '{{count}} nodes', { count });

const plain = (label: string, value: string, color?: string): FieldRow => ({ name: label, label, value, color });

/** Fields a short description of a node shows, by name; all the rest is on the card. */
const telling = [
  'battery',
  'voltage',
  'snr',
  'rssi',
  'hopsAway',
  'channelUtilization',
  'secondarystat',
  'detail__battery',
];

export function precisionText(node: Pick<MapNode, 'position' | 'precisionBits'>): string | undefined {
  if (node.position === undefined || node.precisionBits === undefined || node.precisionBits >= 24) {
    return undefined;
  }
  const { northSouth } = cellErrorM(node.position[1], node.precisionBits);
  return node.precisionBits < 1 ? undefined : `± ${formatDistance(northSouth)}`;
}

function describeNode(node: MapNode, colorBy: string, context: DescribeContext): Description {
  const names = colorBy === '' || telling.includes(colorBy) ? telling : [...telling, colorBy];
  const fields = node.ref.frame.fields.filter(({ name }) => names.includes(name) && name !== 'lastHeard');
  const precision = precisionText(node);
  const ours = fields.map((field) => fieldRow(node.ref, field, context)).filter((row) => row !== undefined);
  const known = [
    ...(node.role === undefined ? [] : [plain(text.role, formatRole(node.role))]),
    ...(node.hardware === undefined ? [] : [plain(text.hardware, node.hardware)]),
    ...(node.lastHeard === undefined
      ? []
      : [plain(text.lastHeard, formatMoment(node.lastHeard, context.at, context.timeZone))]),
    ...(precision === undefined ? [] : [plain(text.position, precision)]),
  ];
  const rows = [...known, ...ours];
  return {
    title: node.name,
    subtitle: node.gateway ? `${node.id} · ${text.gateway}` : node.id,
    color: undefined,
    rows: rows.length > 0 ? rows : fieldRows(node.ref, context).slice(0, 8),
    ref: node.ref,
  };
}

const nameOf = (mesh: MeshData, id: string) => mesh.nodeById.get(id)?.label ?? id;

function describeLink(link: MapLink, mesh: MeshData, context: DescribeContext): Description {
  const value = link.valueField && fieldRow(link.ref, link.valueField, context);
  const shown = new Set([link.valueField?.name, 'fromId', 'toId', 'fromName', 'toName', 'source', 'target', 'id']);
  const rest = fieldRows(link.ref, context).filter(
    ({ name }) => !shown.has(name) && !/latitude|longitude|color|thickness|longname|snravg/i.test(name),
  );
  return {
    title: `${nameOf(mesh, link.from)} → ${nameOf(mesh, link.to)}`,
    subtitle: `${formatDistance(distanceM(link.start, link.end))} · ${formatBearing(bearingDeg(link.start, link.end))}`,
    color: linkColor(link, context.theme),
    rows: [...(value === undefined ? [] : [{ ...value, color: linkColor(link, context.theme) }]), ...rest],
    ref: link.ref,
  };
}

function describeTrack(track: MapTrack, row: number | undefined, context: DescribeContext): Description {
  const [first, last] = [track.fixes[0], track.fixes.at(-1)];
  const length = track.fixes
    .slice(1)
    .reduce((sum, fix, index) => sum + distanceM(track.fixes[index]?.position ?? fix.position, fix.position), 0);
  const ref = row === undefined ? undefined : { frame: track.frame, row };
  const skipped = /^(nodeId|shortName|latitude|longitude|precisionBits)$/;
  return {
    title: track.name,
    subtitle: `${t('describe.positions', '{{count}} positions', { count: track.fixes.length })} · ${formatDistance(length)}`,
    color: undefined,
    rows:
      ref === undefined
        ? [
            plain(text.from, formatMoment(first?.time ?? 0, context.at, context.timeZone)),
            plain(text.to, formatMoment(last?.time ?? 0, context.at, context.timeZone)),
          ]
        : fieldRows(ref, context).filter(({ name }) => !skipped.test(name)),
    ref,
  };
}

function describeCoverage(cell: CoverageCell, context: DescribeContext): Description {
  return {
    title: text.coverage,
    subtitle: nodeCount(cell.nodes),
    color: undefined,
    rows: [
      plain(text.bestSnr, formatSnr(cell.bestSnr), snrColor(cell.bestSnr, context.theme)),
      plain(text.receptions, String(cell.count)),
    ],
    ref: undefined,
  };
}

const listed = (nodes: readonly MapNode[]) => {
  const names = nodes.slice(0, 6).map(({ label }) => label);
  const list = names.join(', ');
  return nodes.length > 6 ? `${list} ${t('describe.more', 'and {{count}} more', { count: nodes.length - 6 })}` : list;
};

function describeNodes(title: string, nodes: readonly MapNode[]): Description {
  const online = nodes.filter((node) => node.online === true).length;
  const told = nodes.some((node) => node.online !== undefined);
  return {
    title,
    subtitle: nodeCount(nodes.length),
    color: undefined,
    rows: [...(told ? [plain(text.online, String(online))] : []), plain(text.nodes, listed(nodes))],
    ref: undefined,
  };
}

export interface DescribeOptions extends DescribeContext {
  readonly mesh: MeshData;
  readonly colorBy: string;
  /** For tracks: the row of the fix nearest to the pointer. */
  readonly row: number | undefined;
}

/** What people read about a thing on the map. */
export function describeItem(item: MapItem, options: DescribeOptions): Description {
  switch (item.type) {
    case 'node':
      return describeNode(item.node, options.colorBy, options);
    case 'cluster':
      return describeNodes(text.cluster, item.nodes);
    case 'cell':
      return describeNodes(
        `${text.coarse} ${precisionText(item.nodes[0] ?? { position: undefined, precisionBits: undefined }) ?? ''}`.trim(),
        item.nodes,
      );
    case 'link':
      return describeLink(item.link, options.mesh, options);
    case 'track':
      return describeTrack(item.track, options.row, options);
    case 'coverage':
      return describeCoverage(item.cell, options);
    case 'hop':
      return {
        title: `${item.hop.fromName} → ${item.hop.toName}`,
        subtitle:
          item.hop.direction === 'back'
            ? t('describe.hop-back', 'Traceroute, hop {{hop}} of the way back', { hop: item.hop.index })
            : t('describe.hop-there', 'Traceroute, hop {{hop}} of the way there', { hop: item.hop.index }),
        color: snrColor(item.hop.snr, options.theme),
        rows: [
          plain(text.snr, formatSnr(item.hop.snr), snrColor(item.hop.snr, options.theme)),
          plain(text.time, formatMoment(item.route.time, options.at, options.timeZone)),
        ],
        ref: item.hop.ref,
      };
  }
}
