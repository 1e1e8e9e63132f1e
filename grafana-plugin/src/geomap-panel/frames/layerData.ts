import type { DataFrame } from '@grafana/data';
import type { LayerData, MeshData } from './model';

export type { LayerData, ReadContext } from './model';

export type LayerDataList = ReadonlyArray<LayerData<unknown>>;

/** The data of a layer in a mesh. */
export function dataOf<Data>({ own }: Pick<MeshData, 'own'>, data: LayerData<Data>): Data {
  return own.has(data) ? (own.get(data) as Data) : data.empty;
}

export const hasField = (frame: DataFrame, name: string) => frame.fields.some((field) => field.name === name);
export const fieldNamed = (frame: DataFrame, name: string) => frame.fields.find((field) => field.name === name);
