import { isolated } from '@mesh-observatory/contract/isolated';
import { t } from '@grafana/i18n';
import type { MapLink, MapNode, MapTrack, MeshData } from '../frames/model';
import { bearingDeg, distanceM } from '../geo/sphere';
import { cellErrorM } from '../geo/precision';
import type { CoverageCell, MapItem } from '../layers/layer';
import { describeWaypoint } from '../layers/waypoints/describe';
import { isRadioLink, linkColor, signalColor } from '../scene/signal';
import { plainRow, type Description } from './description';
import { fieldRow, fieldRows, type DescribeContext } from './fieldRows';
import { formatBearing, formatDistance, formatMoment, formatRole, formatSignal } from './format';

const nodeCount = (count: number) =>
  t('describe.node-count', '{{count}} nodes', { count, defaultValue_one: '{{count}} node' });

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

export function precisionText(node: Pick<MapNode, 'position' | 'precisionBits'>): string | undefined {
  if (node.position === undefined || node.precisionBits === undefined || node.precisionBits >= 24) {
    return undefined;
  }
  const { northSouth } = cellErrorM(node.position[1], node.precisionBits);
  return node.precisionBits < 1 ? undefined : `± ${formatDistance(northSouth)}`;
}

function describeNode(node: MapNode, colorBy: string, context: DescribeContext): Description {
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

const nameOf = (mesh: MeshData, id: string) => mesh.nodeById.get(id)?.label ?? id;

function describeLink(link: MapLink, mesh: MeshData, context: DescribeContext): Description {
  const value = link.valueField && fieldRow(link.ref, link.valueField, context);
  const shown = new Set([link.valueField?.name, 'fromId', 'toId', 'fromName', 'toName', 'source', 'target', 'id']);
  const rest = fieldRows(link.ref, context).filter(
    ({ name }) => !shown.has(name) && !/latitude|longitude|color|thickness|longname|snravg/i.test(name),
  );
  return {
    title: `${isolated(nameOf(mesh, link.from))} → ${isolated(nameOf(mesh, link.to))}`,
    subtitle: isRadioLink(link.kind)
      ? `${formatDistance(distanceM(link.start, link.end))} · ${formatBearing(bearingDeg(link.start, link.end))}`
      : t('describe.internet', 'Internet: no radio link'),
    color: linkColor(link, context.theme),
    rows: [...(value === undefined ? [] : [{ ...value, color: linkColor(link, context.theme) }]), ...rest],
    ref: link.ref,
  };
}

const positionCount = (count: number) =>
  t('describe.position-count', '{{count}} positions', { count, defaultValue_one: '{{count}} position' });

function describeTrack(track: MapTrack, row: number | undefined, context: DescribeContext): Description {
  const [first, last] = [track.fixes[0], track.fixes.at(-1)];
  const length = track.fixes
    .slice(1)
    .reduce((sum, fix, index) => sum + distanceM(track.fixes[index]?.position ?? fix.position, fix.position), 0);
  const ref = row === undefined ? undefined : { frame: track.frame, row };
  const skipped = /^(nodeId|shortName|latitude|longitude|precisionBits)$/;
  return {
    title: track.name,
    subtitle: `${positionCount(track.fixes.length)} · ${formatDistance(length)}`,
    color: undefined,
    rows:
      ref === undefined
        ? [
            plainRow(t('describe.from', 'From'), formatMoment(first?.time ?? 0, context.at, context.timeZone)),
            plainRow(t('describe.to', 'To'), formatMoment(last?.time ?? 0, context.at, context.timeZone)),
          ]
        : fieldRows(ref, context).filter(({ name }) => !skipped.test(name)),
    ref,
  };
}

function describeCoverage(cell: CoverageCell, context: DescribeContext): Description {
  return {
    title: t('describe.coverage', 'Coverage'),
    subtitle: nodeCount(cell.nodes),
    color: undefined,
    rows: [
      plainRow(
        t('describe.best-snr', 'Best SNR'),
        formatSignal({ snr: cell.bestSnr, margin: cell.bestMargin }),
        signalColor({ snr: cell.bestSnr, margin: cell.bestMargin }, context.theme),
      ),
      plainRow(t('describe.receptions', 'Receptions'), String(cell.count)),
    ],
    ref: undefined,
  };
}

const MAX_NAMES = 6;

function nameList(nodes: readonly MapNode[]): string {
  const names = nodes
    .slice(0, MAX_NAMES)
    .map(({ label }) => label)
    .join(', ');
  const count = nodes.length - MAX_NAMES;
  return count <= 0
    ? names
    : t('describe.more-names', '{{names}} and {{count}} more', {
        names,
        count,
        defaultValue_one: '{{names}} and {{count}} more',
        interpolation: { escapeValue: false },
      });
}

function describeNodes(title: string, nodes: readonly MapNode[]): Description {
  const online = nodes.filter((node) => node.online === true).length;
  const isKnown = nodes.some((node) => node.online !== undefined);
  return {
    title,
    subtitle: nodeCount(nodes.length),
    color: undefined,
    rows: [
      ...(isKnown ? [plainRow(t('describe.online', 'Online'), String(online))] : []),
      plainRow(t('describe.nodes', 'Nodes'), nameList(nodes)),
    ],
    ref: undefined,
  };
}

export interface DescribeOptions extends DescribeContext {
  readonly mesh: MeshData;
  readonly colorBy: string;
  /** For tracks: the row of the fix nearest to the pointer. */
  readonly row: number | undefined;
}

const cellTitle = (node: MapNode | undefined) =>
  t('describe.cell', 'Position precision {{precision}}', { precision: (node && precisionText(node)) ?? '' });

/** Describes a thing on the map for its tooltip and card. */
export function describeItem(item: MapItem, options: DescribeOptions): Description {
  switch (item.type) {
    case 'node':
      return describeNode(item.node, options.colorBy, options);
    case 'cluster':
      return describeNodes(t('describe.cluster', 'Cluster'), item.nodes);
    case 'cell':
      return describeNodes(cellTitle(item.nodes[0]), item.nodes);
    case 'waypoint':
      return describeWaypoint(item.waypoint, options);
    case 'link':
      return describeLink(item.link, options.mesh, options);
    case 'track':
      return describeTrack(item.track, options.row, options);
    case 'coverage':
      return describeCoverage(item.cell, options);
    case 'hop':
      return {
        title: `${isolated(item.hop.fromName)} → ${isolated(item.hop.toName)}`,
        subtitle:
          item.hop.direction === 'back'
            ? t('describe.hop-back', 'Traceroute, hop {{hop}} on the way back', { hop: item.hop.index })
            : t('describe.hop-towards', 'Traceroute, hop {{hop}} to the destination', { hop: item.hop.index }),
        color: signalColor(item.hop, options.theme),
        rows: [
          item.hop.kind === 'internet'
            ? plainRow(t('describe.link', 'Link'), t('describe.internet', 'Internet: no radio link'))
            : plainRow(t('describe.snr', 'SNR'), formatSignal(item.hop), signalColor(item.hop, options.theme)),
          plainRow(t('describe.time', 'Time'), formatMoment(item.route.time, options.at, options.timeZone)),
        ],
        ref: item.hop.ref,
      };
  }
}
