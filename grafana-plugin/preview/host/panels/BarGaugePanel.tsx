import {
  getDisplayValueAlignmentFactors,
  getFieldDisplayValues,
  type FieldDisplay,
  type PanelProps,
} from '@grafana/data';
import { PanelDataErrorView } from '@grafana/runtime';
import { BarGauge, DataLinksContextMenu, VizRepeater, useTheme2 } from '@grafana/ui';
import type { ComponentProps } from 'react';

type BarGaugeProps = ComponentProps<typeof BarGauge>;

interface BarGaugeOptions extends Pick<BarGaugeProps, 'displayMode' | 'namePlacement' | 'showUnfilled'> {
  reduceOptions?: { values?: boolean; calcs?: string[]; fields?: string; limit?: number };
  orientation?: BarGaugeProps['orientation'];
  minVizHeight?: number;
  maxVizHeight?: number;
  valueMode?: BarGaugeProps['valueDisplayMode'];
  text?: BarGaugeProps['text'];
}

type Factors = ReturnType<typeof getDisplayValueAlignmentFactors>;

export function BarGaugePanel(props: PanelProps<BarGaugeOptions>) {
  const { id, data, options, fieldConfig, replaceVariables, width, height, timeZone, renderCounter } = props;
  const theme = useTheme2();
  const getValues = () =>
    getFieldDisplayValues({
      fieldConfig,
      reduceOptions: { values: false, calcs: ['lastNotNull'], ...options.reduceOptions },
      replaceVariables,
      theme,
      data: data.series,
      timeZone,
    });
  if (!data.series.some(({ length }) => length > 0)) {
    return <PanelDataErrorView panelId={id} data={data} fieldConfig={fieldConfig} />;
  }
  return (
    <VizRepeater<FieldDisplay, Factors>
      getValues={getValues}
      getAlignmentFactors={getDisplayValueAlignmentFactors}
      renderValue={({ value, alignmentFactors, orientation, width: itemWidth, height: itemHeight, count }) => (
        <DataLinksContextMenu links={value.getLinks ?? (() => [])}>
          {({ openMenu, targetClassName }) => (
            <BarGauge
              value={value.display}
              field={value.field}
              display={value.view?.getFieldDisplayProcessor(value.colIndex ?? 0)}
              width={itemWidth}
              height={itemHeight}
              orientation={orientation}
              theme={theme}
              itemSpacing={8}
              lcdCellWidth={12}
              displayMode={options.displayMode}
              namePlacement={options.namePlacement}
              valueDisplayMode={options.valueMode}
              text={options.text}
              showUnfilled={options.showUnfilled ?? true}
              alignmentFactors={count > 1 ? alignmentFactors : undefined}
              onClick={value.hasLinks ? openMenu : undefined}
              className={targetClassName}
            />
          )}
        </DataLinksContextMenu>
      )}
      source={data}
      width={width}
      height={height}
      itemSpacing={6}
      minVizHeight={options.minVizHeight}
      maxVizHeight={options.maxVizHeight}
      renderCounter={renderCounter}
      orientation={options.orientation ?? ('horizontal' as never)}
    />
  );
}
