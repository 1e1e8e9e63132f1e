/**
 * The visualizations of Grafana's core that the dashboards use. No package contains the originals; these draw with the
 * same components of `@grafana/ui` and support the options that the dashboards set.
 */
import { FieldColorModeId, FieldConfigProperty, PanelPlugin, type FieldConfigEditorBuilder } from '@grafana/data';
import { BarGaugePanel } from './BarGaugePanel';
import { HistogramPanel } from './HistogramPanel';
import { LogsPanel } from './LogsPanel';
import { NodeGraphPanel } from './nodeGraph/NodeGraphPanel';
import { StatPanel } from './StatPanel';
import { StateTimelinePanel } from './StateTimelinePanel';
import { TablePanel, tableFieldOptions } from './TablePanel';
import { graphFieldOptions, TimeSeriesPanel } from './TimeSeriesPanel';
import { UnknownPanel } from './UnknownPanel';

const drawNothing = () => null;

/** Registers options of `fieldConfig.defaults.custom`. Options without an entry would not reach the fields. */
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
    new PanelPlugin(TimeSeriesPanel).setDataSupport({ annotations: true, alertStates: false }).useFieldConfig({
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
  histogram: () =>
    new PanelPlugin(HistogramPanel).useFieldConfig({
      useCustomConfig: (builder) => addOptions(builder, ['fillOpacity', 'lineWidth']),
    }),
  'state-timeline': () =>
    new PanelPlugin(StateTimelinePanel).setDataSupport({ annotations: true, alertStates: false }).useFieldConfig({
      useCustomConfig: (builder) => addOptions(builder, ['fillOpacity']),
    }),
  logs: () => new PanelPlugin(LogsPanel).useFieldConfig(),
  nodeGraph: () => new PanelPlugin(NodeGraphPanel).useFieldConfig(),
};

export function corePanel(id: string): PanelPlugin {
  const plugin = panels[id]?.() ?? new PanelPlugin(UnknownPanel);
  plugin.meta = {
    id,
    name: id,
    type: 'panel' as never,
    module: 'core',
    baseUrl: '',
    sort: 0,
    skipDataQuery: false,
    info: {
      author: { name: 'Preview' },
      description: 'Replacement for a visualization of Grafana',
      links: [],
      logos: { small: '', large: '' },
      screenshots: [],
      updated: '',
      version: '',
    },
  };
  return plugin;
}
