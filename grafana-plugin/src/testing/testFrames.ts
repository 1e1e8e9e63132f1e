import { FieldType, toDataFrame, type DataFrame, type FieldConfig } from '@grafana/data';

export interface TestField {
  readonly name: string;
  readonly type?: FieldType;
  readonly values: unknown[];
  readonly config?: FieldConfig;
  readonly labels?: Record<string, string>;
}

/** A frame as the collector answers it. */
export function frameOf(name: string, fields: readonly TestField[]): DataFrame {
  return toDataFrame({
    name,
    fields: fields.map((field) => ({ type: FieldType.other, config: {}, ...field })),
  });
}

/** Rows as objects, which is easier to compare. */
export function rowsOf(frame: DataFrame | undefined): Array<Record<string, unknown>> {
  if (frame === undefined) {
    return [];
  }
  return Array.from({ length: frame.length }, (_, row) =>
    Object.fromEntries(frame.fields.map(({ name, values }) => [name, values[row]])),
  );
}
