import type { RowRef } from '../frames/model';
import type { FieldRow } from './fieldRows';

/** Text of a tooltip or card. */
export interface Description {
  readonly title: string;
  readonly subtitle: string;
  readonly color: string | undefined;
  readonly rows: readonly FieldRow[];
  /** The row of a frame it stands for, for data links and shared hover. */
  readonly ref: RowRef | undefined;
}

/** A row that is not a field of a frame. */
export const plainRow = (label: string, value: string, color?: string): FieldRow => ({
  name: label,
  label,
  value,
  color,
});
