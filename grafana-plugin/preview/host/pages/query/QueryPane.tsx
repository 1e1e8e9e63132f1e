import { css } from '@emotion/css';
import { PluginContextProvider, type DataQuery, type GrafanaTheme2, type QueryEditorProps } from '@grafana/data';
import { sceneGraph } from '@grafana/scenes';
import { Button, RadioButtonGroup, useStyles2 } from '@grafana/ui';
import { useState, type ComponentType } from 'react';
import { AnswerDetails } from './AnswerDetails';
import type { QueryWorkbench } from './queryScene';
import { visualizations } from './visualizations';

const letter = (at: number) => String.fromCharCode(65 + at);

/** The list of queries below a panel. */
export function QueryPane({ workbench }: { workbench: QueryWorkbench }) {
  const styles = useStyles2(getStyles);
  const { visualization, source } = workbench.useState();
  const { queries } = workbench;
  const change = (at: number, query: DataQuery) =>
    workbench.change(queries.map((one, index) => (index === at ? query : one)));
  return (
    <PluginContextProvider meta={source.settings.meta}>
      <div className={styles.pane}>
        <div className={styles.toolbar}>
          <RadioButtonGroup
            size="sm"
            options={visualizations}
            value={visualization}
            onChange={(value) => workbench.showAs(value ?? 'auto')}
          />
          <Button size="sm" icon="sync" onClick={() => workbench.run()}>
            Run query
          </Button>
        </div>
        {queries.map((query, at) => (
          <QueryRow
            key={query.refId}
            workbench={workbench}
            query={query}
            onChange={(changed) => change(at, changed)}
            onRemove={
              queries.length === 1 ? undefined : () => workbench.change(queries.filter((_one, index) => index !== at))
            }
          />
        ))}
        <div>
          <Button
            variant="secondary"
            icon="plus"
            onClick={() => {
              const refId = letter(queries.length);
              const { type, uid } = source.settings;
              workbench.change([
                ...queries,
                { refId, datasource: { type, uid }, ...source.api.getDefaultQuery?.(workbench.state.app) },
              ]);
              workbench.run();
            }}
          >
            Add query
          </Button>
        </div>
        <AnswerDetails workbench={workbench} />
      </div>
    </PluginContextProvider>
  );
}

interface QueryRowProps {
  workbench: QueryWorkbench;
  query: DataQuery;
  onChange: (query: DataQuery) => void;
  onRemove: (() => void) | undefined;
}

function QueryRow({ workbench, query, onChange, onRemove }: QueryRowProps) {
  const styles = useStyles2(getStyles);
  const { source, app } = workbench.useState();
  const { data } = workbench.runner.useState();
  const [collapsed, setCollapsed] = useState(false);
  const Editor = source.api.components?.QueryEditor as ComponentType<QueryEditorProps<never, DataQuery>> | undefined;
  return (
    <section className={styles.row} data-testid={`query-editor-row-${query.refId}`}>
      <header className={styles.rowHeader}>
        <Button
          variant="secondary"
          fill="text"
          size="sm"
          icon={collapsed ? 'angle-right' : 'angle-down'}
          aria-expanded={!collapsed}
          onClick={() => setCollapsed(!collapsed)}
        >
          {query.refId}
        </Button>
        <span className={styles.summary}>
          {collapsed ? source.api.getQueryDisplayText?.(query) : source.settings.name}
        </span>
        {onRemove !== undefined && (
          <Button
            variant="secondary"
            fill="text"
            size="sm"
            icon="trash-alt"
            tooltip="Remove query"
            onClick={onRemove}
          />
        )}
      </header>
      {!collapsed && Editor !== undefined && (
        <div className={styles.editor}>
          <Editor
            datasource={source.api as never}
            query={query}
            queries={workbench.queries}
            data={data}
            app={app}
            range={sceneGraph.getTimeRange(workbench).state.value}
            onChange={onChange}
            onRunQuery={() => workbench.run()}
          />
        </div>
      )}
    </section>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  pane: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1.5), paddingTop: theme.spacing(1) }),
  toolbar: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1), justifyContent: 'space-between' }),
  row: css({
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    background: theme.colors.background.primary,
  }),
  rowHeader: css({
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(1),
    padding: theme.spacing(0.25, 0.5),
    background: theme.colors.background.secondary,
    borderRadius: theme.shape.radius.default,
  }),
  summary: css({
    flex: 1,
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  }),
  editor: css({ padding: theme.spacing(1.5) }),
});
