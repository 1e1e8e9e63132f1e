import type { FieldType } from './frames.js';
import type { Words } from './words.js';

/** Quantities whose colors the domain fixes. */
export type Quantity = 'margin' | 'snr' | 'battery' | 'channel_utilization';

/** One column of a table: its type, its title and the way its values are shown. */
export interface ColumnDefinition {
  readonly type: FieldType;
  readonly title: string;
  readonly description?: string;
  /** Grafana's name of the unit. */
  readonly unit?: string;
  /** Default: those of the unit. */
  readonly decimals?: number;
  readonly min?: number;
  readonly max?: number;
  /** Shown instead of an empty value. */
  readonly noValue?: string;
  /** Default true. */
  readonly nullable?: boolean;
  /** Colors by threshold, when a query asks for them. */
  readonly quantity?: Quantity;
  /** The values are presence states: shown with their words and colors. */
  readonly presence?: boolean;
  /** Shown instead of the values, which stay as they are in filters and alert rules. */
  readonly words?: Words;
  /** In every answer, shown only where a table is told to. */
  readonly hidden?: boolean;
  /** Name of the column with the id of the node that these values lead to. */
  readonly node?: string;
  /** The values of these columns together identify a row. */
  readonly key?: boolean;
}

/** The columns of one frame by their names, in order. */
export type Columns = Readonly<Record<string, ColumnDefinition>>;

/** Lines of the logs panel, whatever they are about. */
export const logColumns = {
  timestamp: { type: 'time', title: 'Time', nullable: false },
  body: { type: 'string', title: 'Message', nullable: false },
  severity: { type: 'string', title: 'Severity', nullable: false },
  id: { type: 'string', title: 'Id', nullable: false, key: true },
  labels: { type: 'other', title: 'Labels', nullable: false },
} as const satisfies Columns;
