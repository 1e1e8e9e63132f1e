import type { DataFrame } from '@grafana/data';
import type { FieldMapping } from './mapping';
import type { LonLat, MapNode, MeshData } from './model';

export interface ReadContext {
  readonly mapping: FieldMapping;
  readonly nodeById: ReadonlyMap<string, MapNode>;
}

/** Data that one layer reads from frames of its own; nodes, links and tracks, which several layers need, are read for all. */
export interface LayerData<Data> {
  readonly id: string;
  /** Kinds that the collector declares its frames as. */
  readonly frameKinds: readonly string[];
  readonly empty: Data;
  /** Whether a frame of another data source, which declares no kind, is one of them. */
  recognizes?(frame: DataFrame): boolean;
  read(frames: readonly DataFrame[], context: ReadContext): Data;
  /** The data as it was at a moment of the past, for playback. */
  at?(data: Data, time: number): Data;
  /** Positions that "fit to data" shows if no node has one. */
  places?(data: Data): readonly LonLat[];
}

export type LayerDataList = ReadonlyArray<LayerData<unknown>>;

/** The data of a layer in a mesh. */
export function dataOf<Data>({ own }: Pick<MeshData, 'own'>, data: LayerData<Data>): Data {
  return own.has(data) ? (own.get(data) as Data) : data.empty;
}

export const hasField = (frame: DataFrame, name: string) => frame.fields.some((field) => field.name === name);
export const fieldNamed = (frame: DataFrame, name: string) => frame.fields.find((field) => field.name === name);
