import {
  FieldType,
  getDisplayValueAlignmentFactors,
  getFieldDisplayValues,
  type FieldDisplay,
  type PanelProps,
} from '@grafana/data';
import { BigValue, BigValueColorMode, BigValueGraphMode, BigValueTextMode, VizRepeater, useTheme2 } from '@grafana/ui';

interface StatOptions {
  reduceOptions?: { values?: boolean; calcs?: string[]; fields?: string };
  colorMode?: BigValueColorMode;
  graphMode?: BigValueGraphMode;
  textMode?: BigValueTextMode;
  text?: { titleSize?: number; valueSize?: number };
}

export function StatPanel({
  data,
  options,
  fieldConfig,
  replaceVariables,
  width,
  height,
  timeZone,
  renderCounter,
}: PanelProps<StatOptions>) {
  const theme = useTheme2();
  const hasTime = data.series.some(({ fields }) => fields.some(({ type }) => type === FieldType.time));
  const getValues = () =>
    getFieldDisplayValues({
      fieldConfig,
      reduceOptions: { values: false, calcs: ['lastNotNull'], ...options.reduceOptions },
      replaceVariables,
      theme,
      data: data.series,
      sparkline: hasTime && options.graphMode !== BigValueGraphMode.None,
      timeZone,
    });
  return (
    <VizRepeater<FieldDisplay, ReturnType<typeof getDisplayValueAlignmentFactors>>
      getValues={getValues}
      getAlignmentFactors={getDisplayValueAlignmentFactors}
      renderValue={({ value, alignmentFactors, width: itemWidth, height: itemHeight, count }) => (
        <BigValue
          value={value.display}
          sparkline={value.sparkline}
          count={count}
          colorMode={options.colorMode ?? BigValueColorMode.Value}
          graphMode={options.graphMode ?? BigValueGraphMode.Area}
          textMode={options.textMode ?? BigValueTextMode.Auto}
          text={options.text}
          alignmentFactors={alignmentFactors}
          width={itemWidth}
          height={itemHeight}
          theme={theme}
        />
      )}
      width={width}
      height={height}
      source={data}
      itemSpacing={3}
      renderCounter={renderCounter}
      autoGrid
      orientation={'auto' as never}
    />
  );
}
