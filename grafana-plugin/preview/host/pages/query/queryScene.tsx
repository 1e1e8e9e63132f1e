import { CoreApp, type DataQuery } from '@grafana/data';
import {
  SceneFlexItem,
  SceneFlexLayout,
  SceneObjectBase,
  SceneObjectRef,
  SceneQueryRunner,
  SceneTimeRange,
  VizPanel,
  type EmbeddedScene,
  type SceneComponentProps,
  type SceneObjectState,
} from '@grafana/scenes';
import { timeControls } from '../../scene/buildScene';
import { PreviewScene } from '../../scene/PreviewScene';
import type { LoadedDataSource } from '../useDataSource';
import { QueryPane } from './QueryPane';
import { suitableVisualization } from './visualizations';

const PANEL_HEIGHT = 420;

interface QuerySceneState extends SceneObjectState {
  readonly source: LoadedDataSource;
  readonly runnerRef: SceneObjectRef<SceneQueryRunner>;
  readonly panelRef: SceneObjectRef<VizPanel>;
  /** Id of a panel plugin, or `auto` for one that fits the result. */
  visualization: string;
}

/** Runs the edited queries, and shows their result in a visualization that fits it. */
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

  get query(): DataQuery {
    const [query] = this.runner.state.queries;
    return query ?? { refId: 'A' };
  }

  change(query: DataQuery): void {
    this.runner.setState({ queries: [query] });
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

export function buildQueryScene(source: LoadedDataSource): EmbeddedScene {
  const { type, uid } = source.settings;
  const datasource = { type, uid };
  const query = { refId: 'A', datasource, ...source.api.getDefaultQuery?.(CoreApp.Explore) };
  const runner = new SceneQueryRunner({ datasource, queries: [query] });
  const panel = new VizPanel({ key: 'result', title: 'Result', pluginId: 'timeseries', $data: runner });
  const workbench = new QueryWorkbench({
    source,
    runnerRef: runner.getRef(),
    panelRef: panel.getRef(),
    visualization: 'auto',
  });
  return new PreviewScene({
    $timeRange: new SceneTimeRange({ from: 'now-6h', to: 'now' }),
    controls: timeControls(),
    body: new SceneFlexLayout({
      direction: 'column',
      children: [
        new SceneFlexItem({ ySizing: 'content', body: workbench }),
        new SceneFlexItem({ minHeight: PANEL_HEIGHT, body: panel }),
      ],
    }),
  });
}
