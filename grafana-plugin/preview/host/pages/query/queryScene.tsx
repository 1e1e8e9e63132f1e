import type { CoreApp, DataQuery } from '@grafana/data';
import {
  SceneDataLayerControls,
  SceneFlexItem,
  SceneFlexLayout,
  SceneObjectBase,
  SceneObjectRef,
  SceneQueryRunner,
  SceneTimeRange,
  SceneVariableSet,
  VizPanel,
  type EmbeddedScene,
  type SceneComponentProps,
  type SceneObjectState,
} from '@grafana/scenes';
import { controls } from '../../scene/buildScene';
import { PreviewScene } from '../../scene/PreviewScene';
import { previewDashboard } from '../../scene/previewDashboard';
import { toVariables } from '../../scene/variables';
import type { LoadedDataSource } from '../useDataSource';
import { QueryPane } from './QueryPane';
import { suitableVisualization } from './visualizations';

const PANEL_HEIGHT = 420;

interface QuerySceneState extends SceneObjectState {
  readonly source: LoadedDataSource;
  readonly app: CoreApp;
  readonly runnerRef: SceneObjectRef<SceneQueryRunner>;
  readonly panelRef: SceneObjectRef<VizPanel>;
  /** Id of a panel plugin, or `auto`. */
  visualization: string;
}

/** Ties the editor to the panel: edited queries run, and their answer may choose how it is shown. */
export class QueryWorkbench extends SceneObjectBase<QuerySceneState> {
  static Component = QueryWorkbenchView;

  constructor(state: QuerySceneState) {
    super(state);
    this.addActivationHandler(() => {
      const subscription = this.runner.subscribeToState(() => this.showSuitably());
      return () => subscription.unsubscribe();
    });
  }

  get runner(): SceneQueryRunner {
    return this.state.runnerRef.resolve();
  }

  get queries(): DataQuery[] {
    return this.runner.state.queries;
  }

  change(queries: DataQuery[]): void {
    this.runner.setState({ queries });
    this.forceRender();
  }

  run(): void {
    this.runner.runQueries();
  }

  showAs(visualization: string): void {
    this.setState({ visualization });
    this.showSuitably();
  }

  private showSuitably(): void {
    const { visualization, panelRef } = this.state;
    const panel = panelRef.resolve();
    const frames = this.runner.state.data?.series ?? [];
    const wanted =
      visualization === 'auto' ? (frames.length === 0 ? undefined : suitableVisualization(frames)) : visualization;
    if (wanted !== undefined && wanted !== panel.state.pluginId) {
      void panel.changePluginType(wanted, {}, { defaults: {}, overrides: [] });
    }
  }
}

function QueryWorkbenchView({ model }: SceneComponentProps<QueryWorkbench>) {
  model.useState();
  return <QueryPane workbench={model} />;
}

export function buildQueryScene(source: LoadedDataSource, app: CoreApp): EmbeddedScene {
  const { type, uid } = source.settings;
  const datasource = { type, uid };
  const query = { refId: 'A', datasource, ...source.api.getDefaultQuery?.(app) };
  const runner = new SceneQueryRunner({ datasource, queries: [query] });
  const panel = new VizPanel({ key: 'answer', title: 'Answer', pluginId: 'timeseries', $data: runner });
  const workbench = new QueryWorkbench({
    source,
    app,
    runnerRef: runner.getRef(),
    panelRef: panel.getRef(),
    visualization: 'auto',
  });
  return new PreviewScene({
    $timeRange: new SceneTimeRange({ from: 'now-6h', to: 'now' }),
    $variables: new SceneVariableSet({ variables: toVariables(previewDashboard.templating?.list ?? []) }),
    controls: controls().filter((control) => !(control instanceof SceneDataLayerControls)),
    body: new SceneFlexLayout({
      direction: 'column',
      children: [
        new SceneFlexItem({ minHeight: PANEL_HEIGHT, body: panel }),
        new SceneFlexItem({ ySizing: 'content', body: workbench }),
      ],
    }),
  });
}
