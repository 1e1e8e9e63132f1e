import { FieldType, type DataFrame, type SelectableValue } from '@grafana/data';

const MAP_PANEL = 'meshobservatory-meshtastic-panel';

export const visualizations: Array<SelectableValue<string>> = [
  { value: 'auto', label: 'Automatic' },
  { value: 'timeseries', label: 'Time series' },
  { value: 'stat', label: 'Stat' },
  { value: 'table', label: 'Table' },
  { value: 'logs', label: 'Logs' },
  { value: 'nodeGraph', label: 'Node graph' },
  { value: MAP_PANEL, label: 'Mesh map' },
];

/** The visualization for the frames: the one they prefer themselves, or else one that fits their fields. */
export function suitableVisualization(frames: DataFrame[]): string {
  const preferred = frames[0]?.meta?.preferredVisualisationType;
  if (preferred === 'graph') {
    return 'timeseries';
  }
  if (preferred === 'logs' || preferred === 'nodeGraph' || preferred === 'table') {
    return preferred;
  }
  const has = (type: FieldType) => frames.some(({ fields }) => fields.some((field) => field.type === type));
  if (has(FieldType.time)) {
    return 'timeseries';
  }
  return frames.every(({ length }) => length <= 1) && has(FieldType.number) ? 'stat' : 'table';
}
