import { cacheFieldDisplayNames, getFrameDisplayName, type PanelProps, type SelectableValue } from '@grafana/data';
import { PanelDataErrorView } from '@grafana/runtime';
import { Select, usePanelContext } from '@grafana/ui';
import { TableNG } from '@grafana/ui/unstable';
import { useState } from 'react';

interface TableOptions {
  frameIndex?: number;
  sortBy?: Array<{ displayName: string; desc?: boolean }>;
  cellHeight?: string;
}

/** Options of `fieldConfig.defaults.custom` that the table of `@grafana/ui` supports. */
export const tableFieldOptions = [
  'align',
  'cellOptions',
  'filterable',
  'hideFrom',
  'hideFrom.viz',
  'inspect',
  'minWidth',
  'width',
  'wrapText',
];

const SELECT_HEIGHT = 40;

export function TablePanel({ data, options, fieldConfig, width, height, timeRange, id }: PanelProps<TableOptions>) {
  const [chosen, setChosen] = useState(options.frameIndex ?? 0);
  const { onAddAdHocFilter } = usePanelContext();
  const frame = data.series[chosen] ?? data.series[0];
  if (frame === undefined || frame.fields.length === 0) {
    return <PanelDataErrorView panelId={id} data={data} fieldConfig={fieldConfig} />;
  }
  // The component reads the cached names and does not compute them.
  cacheFieldDisplayNames(data.series);
  const several = data.series.length > 1;
  const choices = data.series.map((one, value): SelectableValue<number> => ({
    label: getFrameDisplayName(one),
    value,
  }));
  return (
    <>
      <TableNG
        data={frame}
        width={width}
        height={several ? height - SELECT_HEIGHT : height}
        cellHeight={(options.cellHeight ?? 'sm') as never}
        sortBy={options.sortBy}
        timeRange={timeRange}
        fieldConfig={fieldConfig}
        structureRev={data.structureRev}
        onCellFilterAdded={onAddAdHocFilter}
        noValue={fieldConfig.defaults.noValue ?? 'No data'}
      />
      {several && (
        <Select
          aria-label="Frame"
          options={choices}
          value={chosen}
          onChange={({ value }) => setChosen(value ?? 0)}
          menuPlacement="top"
        />
      )}
    </>
  );
}
