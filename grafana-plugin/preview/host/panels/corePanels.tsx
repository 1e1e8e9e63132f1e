/**
 * Stand-ins for visualisations of Grafana's core, which are in no package. They draw with the same components of
 * `@grafana/ui` where there are any, and know only a few options.
 */
import { FieldColorModeId, FieldConfigProperty, PanelPlugin, type FieldConfigEditorBuilder } from '@grafana/data';
import { BarGaugePanel } from './BarGaugePanel';
import { HistogramPanel } from './HistogramPanel';
import { LogsPanel } from './LogsPanel';
import { NodeGraphPanel } from './NodeGraphPanel';
import { StatPanel } from './StatPanel';
import { StateTimelinePanel } from './StateTimelinePanel';
import { TablePanel, tableFieldOptions } from './TablePanel';
import { TextPanel } from './TextPanel';
import { graphFieldOptions, TimeSeriesPanel } from './TimeSeriesPanel';
import { UnknownPanel } from './UnknownPanel';

const drawNothing = () => null;

/** Options of `fieldConfig.defaults.custom`: without an entry, they would not reach the fields. */
function addOptions(builder: FieldConfigEditorBuilder<object>, paths: readonly string[]): void {
  for (const path of paths) {
    builder.addCustomEditor({
      id: path,
      path: path as never,
      name: path,
      editor: drawNothing,
      override: drawNothing,
      process: (value) => value,
      shouldApply: () => true,
    });
  }
}

const panels: Record<string, () => PanelPlugin> = {
  timeseries: () =>
    new PanelPlugin(TimeSeriesPanel).useFieldConfig({
      standardOptions: {
        [FieldConfigProperty.Color]: {
          settings: { byValueSupport: true, bySeriesSupport: true, preferThresholdsMode: false },
          defaultValue: { mode: FieldColorModeId.PaletteClassic },
        },
      },
      useCustomConfig: (builder) => addOptions(builder, graphFieldOptions),
    }),
  table: () =>
    new PanelPlugin(TablePanel).useFieldConfig({
      useCustomConfig: (builder) => addOptions(builder, tableFieldOptions),
    }),
  stat: () => new PanelPlugin(StatPanel).useFieldConfig(),
  bargauge: () => new PanelPlugin(BarGaugePanel).useFieldConfig(),
  histogram: () => new PanelPlugin(HistogramPanel).useFieldConfig(),
  'state-timeline': () => new PanelPlugin(StateTimelinePanel).useFieldConfig(),
  logs: () => new PanelPlugin(LogsPanel).useFieldConfig(),
  nodeGraph: () => new PanelPlugin(NodeGraphPanel).useFieldConfig(),
  text: () => new PanelPlugin(TextPanel),
};

const names: Record<string, string> = {
  timeseries: 'Time series',
  table: 'Table',
  stat: 'Stat',
  bargauge: 'Bar gauge',
  histogram: 'Histogram',
  'state-timeline': 'State timeline',
  logs: 'Logs',
  nodeGraph: 'Node graph',
  text: 'Text',
};

export const isEmulated = (id: string) => id in panels;

export function corePanel(id: string): PanelPlugin {
  const plugin = panels[id]?.() ?? new PanelPlugin(UnknownPanel);
  plugin.meta = {
    id,
    name: names[id] ?? id,
    type: 'panel' as never,
    module: 'core',
    baseUrl: '',
    sort: 0,
    skipDataQuery: id === 'text',
    info: {
      author: { name: 'Preview' },
      description: 'Stand-in for a visualisation of Grafana',
      links: [],
      logos: { small: '', large: '' },
      screenshots: [],
      updated: '',
      version: '',
    },
  };
  return plugin;
}
