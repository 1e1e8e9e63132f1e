import { formattedValueToString, type DataFrame, type Field, type LinkModel } from '@grafana/data';

/** A labeled value that a tooltip lists. */
export interface Detail {
  label: string;
  value: string;
}

interface Element {
  id: string;
  mainStat: string;
  secondaryStat: string;
  details: Detail[];
  getLinks: () => LinkModel[];
}

export interface GraphNode extends Element {
  title: string;
  subtitle: string;
  arcs: Arc[];
}

/** A colored part of a node's circle. */
export interface Arc {
  color: string;
  /** Sum of the shares before it, from 0 to 1. */
  start: number;
  share: number;
}

export interface GraphEdge extends Element {
  source: string;
  target: string;
  color: string | undefined;
  thickness: number;
}

export interface Graph {
  nodes: GraphNode[];
  edges: GraphEdge[];
}

/** Most nodes that Grafana draws. */
const MAX_NODES = 1500;

/** Reads the frames of Grafana's node graph: one with `id`, one with `source` and `target`. */
export function readGraph(frames: readonly DataFrame[]): Graph {
  const edges = frames.find(
    (frame) => fieldOf(frame, 'source') !== undefined && fieldOf(frame, 'target') !== undefined,
  );
  const nodes = frames.find((frame) => frame !== edges && fieldOf(frame, 'id') !== undefined);
  return {
    nodes: nodes === undefined ? [] : rowsOf(nodes, MAX_NODES).map((row) => readNode(nodes, row)),
    edges: edges === undefined ? [] : rowsOf(edges, edges.length).map((row) => readEdge(edges, row)),
  };
}

function readNode(frame: DataFrame, row: number): GraphNode {
  return {
    ...readElement(frame, row),
    title: textAt(fieldOf(frame, 'title'), row),
    subtitle: textAt(fieldOf(frame, 'subtitle'), row),
    arcs: readArcs(frame, row),
  };
}

function readEdge(frame: DataFrame, row: number): GraphEdge {
  return {
    ...readElement(frame, row),
    source: String(fieldOf(frame, 'source')?.values[row]),
    target: String(fieldOf(frame, 'target')?.values[row]),
    color: fieldOf(frame, 'color')?.values[row] ?? undefined,
    thickness: Number(fieldOf(frame, 'thickness')?.values[row] ?? 1),
  };
}

const isDetail = ({ name }: Field) => ['mainstat', 'secondarystat'].includes(name) || name.startsWith('detail__');

function readElement(frame: DataFrame, row: number): Element {
  const details = frame.fields
    .filter(isDetail)
    .map((field) => ({ label: field.config.displayName ?? field.name, value: textAt(field, row) }));
  return {
    id: String(fieldOf(frame, 'id')?.values[row]),
    mainStat: textAt(fieldOf(frame, 'mainstat'), row),
    secondaryStat: textAt(fieldOf(frame, 'secondarystat'), row),
    details: details.filter(({ value }) => value !== ''),
    getLinks: () => frame.fields.flatMap((field) => field.getLinks?.({ valueRowIndex: row }) ?? []),
  };
}

function readArcs(frame: DataFrame, row: number): Arc[] {
  let start = 0;
  return frame.fields.flatMap(({ name, values, config }) => {
    const share = name.startsWith('arc__') ? Number(values[row]) : 0;
    if (!(share > 0)) {
      return [];
    }
    start += share;
    return [{ color: config.color?.fixedColor ?? 'blue', start: start - share, share }];
  });
}

const rowsOf = (frame: DataFrame, most: number) =>
  Array.from({ length: Math.min(frame.length, most) }, (_, row) => row);

const fieldOf = (frame: DataFrame, name: string) => frame.fields.find((field) => field.name.toLowerCase() === name);

function textAt(field: Field | undefined, row: number): string {
  const value = field?.values[row];
  if (field === undefined || value === null || value === undefined) {
    return '';
  }
  return field.display === undefined ? String(value) : formattedValueToString(field.display(value));
}
