import { FieldType, formattedValueToString, type Field, type GrafanaTheme2 } from '@grafana/data';
import { findField, numberAt } from '../frames/fields';
import { isCoarse } from '../geo/precision';
import type { MapNode } from '../frames/model';
import type { NodesOptions } from '../layers/nodes/options';
import { ageBand, ageOf, ageOpacity } from './age';
import { mapPalette } from './colors';
import { ageColors, displayOf, scaleLegend, valueColor, type ScaleLegend } from './colorScale';

export type MarkerShape = 'circle' | 'dot' | 'ring' | 'diamond' | 'hexagon' | 'triangle' | 'square' | 'pentagon';

const shapes: Readonly<Record<string, MarkerShape>> = {
  CLIENT: 'circle',
  CLIENT_MUTE: 'dot',
  CLIENT_HIDDEN: 'ring',
  CLIENT_BASE: 'pentagon',
  ROUTER: 'diamond',
  ROUTER_LATE: 'diamond',
  ROUTER_CLIENT: 'diamond',
  REPEATER: 'hexagon',
  TRACKER: 'triangle',
  TAK_TRACKER: 'triangle',
  LOST_AND_FOUND: 'triangle',
  SENSOR: 'square',
  TAK: 'pentagon',
};
export const shapeOfRole = (role: string | undefined): MarkerShape => shapes[role ?? ''] ?? 'circle';

/** Appearance of a node; nodes with equal looks share one style. */
export interface NodeLook {
  readonly shape: MarkerShape;
  readonly color: string;
  readonly opacity: number;
  readonly radius: number;
  readonly gateway: boolean;
  /** The position has a reduced precision. */
  readonly coarse: boolean;
  readonly isSelected: boolean;
  /** Silent and late nodes are marked, whatever colors the nodes. */
  readonly alarm: 'silent' | 'late' | undefined;
}

export const lookKey = (look: NodeLook) =>
  `${look.shape}|${look.color}|${look.opacity}|${look.radius}|${look.gateway}|${look.coarse}|${look.isSelected}|${look.alarm}`;

export interface LookContext {
  readonly options: NodesOptions;
  readonly theme: GrafanaTheme2;
  readonly at: number;
}

/** Finds a field of a node's own frame by name, once per frame. */
function fieldFinder(name: string) {
  const found = new Map<unknown, Field | undefined>();
  return ({ ref: { frame } }: MapNode): Field | undefined => {
    if (name === '') {
      return undefined;
    }
    if (!found.has(frame)) {
      const usual = name === 'lastHeard' ? findField(frame, 'lastHeard') : undefined;
      found.set(frame, frame.fields.find((field) => field.name === name) ?? usual);
    }
    return found.get(frame);
  };
}

export interface NodeLooks {
  lookOf(node: MapNode, isSelected: boolean): NodeLook;
  /** The formatted value of the color field. */
  valueText(node: MapNode): string | undefined;
  readonly legend: ScaleLegend | undefined;
}

/** Opacity of nodes that are known only as the other end of a link. */
const END_OPACITY = 0.6;

export const alarmOf = ({ state }: Pick<MapNode, 'state'>): NodeLook['alarm'] =>
  state === 'silent' || state === 'late' ? state : undefined;

export function alarmColor(alarm: 'silent' | 'late', theme: GrafanaTheme2): string {
  return theme.visualization.getColorByName(alarm === 'silent' ? 'red' : 'orange');
}

const MIN_SCALE = 0.7;
const MAX_SCALE = 2;

function sizeRange(nodes: readonly MapNode[], fieldOf: (node: MapNode) => Field | undefined): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const node of nodes) {
    const value = numberAt(fieldOf(node), node.ref.row);
    if (value !== undefined) {
      [low, high] = [Math.min(low, value), Math.max(high, value)];
    }
  }
  return [low, high];
}

function radiusOf(value: number | undefined, [low, high]: readonly [number, number], size: number): number {
  if (value === undefined || low >= high) {
    return size;
  }
  return Math.round(size * (MIN_SCALE + (MAX_SCALE - MIN_SCALE) * Math.sqrt((value - low) / (high - low))) * 2) / 2;
}

/** Computes the looks of nodes from the options. */
export function createNodeLooks(nodes: readonly MapNode[], { options, theme, at }: LookContext): NodeLooks {
  const colorField = fieldFinder(options.colorBy);
  const sizeField = fieldFinder(options.sizeBy);
  const heardField = fieldFinder('lastHeard');
  const ages = ageColors(theme);
  const sizes = options.sizeBy === '' ? ([0, 0] as const) : sizeRange(nodes, sizeField);
  const { faint, accent } = mapPalette(theme);
  const colored = nodes.find((node) => !node.isEnd && colorField(node) !== undefined);
  const legendField = colored && colorField(colored);

  // During playback "last heard" is that of the moment shown, not that of the frame.
  const colorOf = (node: MapNode): string | undefined => {
    const field = colorField(node);
    if (field === undefined) {
      return undefined;
    }
    if (field.type === FieldType.time && field === heardField(node)) {
      return node.lastHeard === undefined ? undefined : ages[ageBand(ageOf(at, node.lastHeard))];
    }
    return valueColor(field, node.ref.row, at, theme);
  };

  const opacityOf = (node: MapNode, alarm: NodeLook['alarm']) => {
    if (node.isEnd) {
      return END_OPACITY;
    }
    // A silent node is what people look for: it must not be the faintest.
    return alarm === 'silent' ? 1 : ageOpacity(ageOf(at, node.lastHeard), options.fadeHours);
  };

  return {
    lookOf: (node, isSelected) => ({
      shape: options.roleShapes ? shapeOfRole(node.role) : 'circle',
      color: (node.isEnd ? undefined : colorOf(node)) ?? (legendField === undefined && !node.isEnd ? accent : faint),
      opacity: opacityOf(node, alarmOf(node)),
      radius: node.isEnd
        ? Math.round(options.size * 0.75)
        : radiusOf(numberAt(sizeField(node), node.ref.row), sizes, options.size),
      alarm: alarmOf(node),
      gateway: options.markGateways && node.gateway,
      coarse: isCoarse(node.precisionBits),
      isSelected,
    }),
    valueText: (node) => {
      const field = colorField(node);
      const value: unknown = field?.values[node.ref.row];
      return field === undefined || value === null || value === undefined
        ? undefined
        : formattedValueToString(displayOf(field, theme)(value));
    },
    legend: colored && legendField && scaleLegend(colored.ref.frame, legendField, at, theme),
  };
}
