/** Turns a dashboard's JSON into a scene of `@grafana/scenes`, the engine that draws dashboards in Grafana itself. */
import {
  behaviors,
  dataLayers,
  SceneDataLayerSet,
  SceneDataTransformer,
  SceneFlexItem,
  SceneFlexLayout,
  SceneGridItem,
  SceneGridLayout,
  SceneGridRow,
  SceneQueryRunner,
  SceneReactObject,
  SceneRefreshPicker,
  SceneTimePicker,
  SceneTimeRange,
  SceneVariableSet,
  VariableValueSelectors,
  VizPanel,
  type EmbeddedScene,
  type SceneGridItemLike,
  type SceneObject,
} from '@grafana/scenes';
import { AnnotationToggles } from '../components/AnnotationToggles';
import { DashboardLinks } from '../components/DashboardLinks';
import type { AnnotationModel, DashboardModel, PanelModel } from './dashboardModel';
import { panelMenu } from './panelMenu';
import { PreviewScene } from './PreviewScene';
import { toVariables } from './variables';

const refreshIntervals = ['1s', '5s', '10s', '30s', '1m', '5m', '15m'];

/** @param viewed id of a panel to show alone */
export function buildScene(dashboard: DashboardModel, viewed?: number): EmbeddedScene {
  const layers = (dashboard.annotations?.list ?? []).filter(({ builtIn }) => builtIn !== 1).map(toLayer);
  return new PreviewScene({
    $timeRange: new SceneTimeRange({
      from: dashboard.time?.from ?? 'now-6h',
      to: dashboard.time?.to ?? 'now',
      timeZone: dashboard.timezone === '' ? undefined : dashboard.timezone,
    }),
    $variables: new SceneVariableSet({ variables: toVariables(dashboard.templating?.list ?? []) }),
    $data: new SceneDataLayerSet({ name: 'Annotations', layers }),
    $behaviors: [new behaviors.CursorSync({ key: 'sync', sync: 1 })],
    controls: [
      new VariableValueSelectors({}),
      new SceneReactObject({ component: AnnotationToggles, props: { layers } }),
      new SceneReactObject({ component: DashboardLinks, props: { links: dashboard.links ?? [], self: dashboard.uid } }),
      ...timeControls(dashboard.refresh),
    ],
    body: toBody(dashboard.panels, viewed),
  });
}

function toBody(panels: PanelModel[], viewed: number | undefined): SceneObject {
  const alone = panels.flatMap((panel) => [panel, ...(panel.panels ?? [])]).find(({ id }) => id === viewed);
  if (alone !== undefined) {
    return new SceneFlexLayout({ direction: 'column', children: [new SceneFlexItem({ body: toPanel(alone) })] });
  }
  return new SceneGridLayout({ isDraggable: false, isResizable: false, isLazy: true, children: toGrid(panels) });
}

export function timeControls(refresh = ''): SceneObject[] {
  return [
    new SceneTimePicker({ isOnCanvas: true }),
    new SceneRefreshPicker({ intervals: refreshIntervals, refresh, isOnCanvas: true }),
  ];
}

function toLayer(model: AnnotationModel) {
  const { name, enable = true, hide = false } = model;
  return new dataLayers.AnnotationsDataLayer({
    key: `annotations-${name}`,
    name,
    isEnabled: enable,
    isHidden: hide,
    query: { ...model, enable, iconColor: model.iconColor ?? 'blue' } as never,
  });
}

/** An open row owns the panels that follow it in the list; a collapsed row contains its panels. */
function toGrid(panels: PanelModel[]): SceneGridItemLike[] {
  const items: SceneGridItemLike[] = [];
  let row: SceneGridRow | undefined;
  for (const panel of panels) {
    if (panel.type === 'row') {
      row = new SceneGridRow({
        key: `row-${panel.id}`,
        title: panel.title ?? '',
        isCollapsed: panel.collapsed ?? false,
        y: panel.gridPos.y,
        children: (panel.panels ?? []).map(toItem),
      });
      items.push(row);
    } else if (row === undefined || row.state.isCollapsed === true) {
      items.push(toItem(panel));
    } else {
      row.setState({ children: [...row.state.children, toItem(panel)] });
    }
  }
  return items;
}

function toItem(model: PanelModel): SceneGridItem {
  const { x, y, w, h } = model.gridPos;
  return new SceneGridItem({ key: `item-${model.id}`, x, y, width: w, height: h, body: toPanel(model) });
}

function toPanel(model: PanelModel): VizPanel {
  const { id, type, title, description, options, fieldConfig, transparent } = model;
  return new VizPanel({
    key: `panel-${id}`,
    menu: panelMenu(id),
    title: title ?? '',
    description,
    pluginId: type,
    options: options ?? {},
    fieldConfig: fieldConfig ?? { defaults: {}, overrides: [] },
    displayMode: transparent === true ? 'transparent' : 'default',
    $data: model.targets === undefined || model.targets.length === 0 ? undefined : toData(model),
  });
}

function toData({ id, targets = [], datasource, transformations = [], maxDataPoints, interval, timeFrom }: PanelModel) {
  const runner = new SceneQueryRunner({
    queries: targets,
    datasource,
    maxDataPoints,
    dataLayerFilter: { panelId: id },
    minInterval: interval,
    $timeRange: timeFrom === undefined ? undefined : new SceneTimeRange({ from: `now-${timeFrom}`, to: 'now' }),
  });
  return transformations.length === 0 ? runner : new SceneDataTransformer({ $data: runner, transformations });
}
