import {
  dateTimeFormat,
  formattedValueToString,
  getFieldDisplayName,
  type DataFrame,
  type TimeZone,
} from '@grafana/data';
import { SeriesTable, type SeriesTableRowProps } from '@grafana/ui';

interface SeriesTooltipProps {
  frame: DataFrame;
  dataIndexes: Array<number | null>;
  seriesIndex: number | null | undefined;
  timeZone: TimeZone;
}

const MOST_ROWS = 12;

/** The values under the pointer, highest first. */
export function SeriesTooltip({ frame, dataIndexes, seriesIndex, timeZone }: SeriesTooltipProps) {
  const at = dataIndexes[0];
  const time = at === null || at === undefined ? undefined : frame.fields[0]?.values[at];
  const rows = frame.fields
    .map((field, index) => ({
      field,
      index,
      value: field.values[dataIndexes[index] ?? -1] as number | null | undefined,
    }))
    .filter(({ index, value }) => index > 0 && value !== null && value !== undefined)
    .sort(
      (a, b) => Number(b.index === seriesIndex) - Number(a.index === seriesIndex) || Number(b.value) - Number(a.value),
    )
    .slice(0, MOST_ROWS)
    .map(({ field, index, value }): SeriesTableRowProps => {
      const shown = field.display?.(value);
      return {
        color: field.config.color?.fixedColor ?? shown?.color,
        label: getFieldDisplayName(field, frame),
        value: shown === undefined ? String(value) : formattedValueToString(shown),
        isActive: index === seriesIndex,
      };
    });
  return <SeriesTable series={rows} timestamp={time === undefined ? undefined : dateTimeFormat(time, { timeZone })} />;
}
