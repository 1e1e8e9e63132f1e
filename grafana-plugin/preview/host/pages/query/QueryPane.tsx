import { css } from '@emotion/css';
import { CoreApp, PluginContextProvider, type GrafanaTheme2 } from '@grafana/data';
import { sceneGraph } from '@grafana/scenes';
import { Button, RadioButtonGroup, useStyles2 } from '@grafana/ui';
import { useState } from 'react';
import type { QueryWorkbench } from './queryScene';
import { ResultDetails } from './ResultDetails';
import { visualizations } from './visualizations';

/** The plugin's query editor in a collapsible row, and below it how to show the result. */
export function QueryPane({ workbench }: { workbench: QueryWorkbench }) {
  const styles = useStyles2(getStyles);
  const { visualization, source } = workbench.useState();
  return (
    <PluginContextProvider meta={source.settings.meta}>
      <div className={styles.pane}>
        <QueryRow workbench={workbench} />
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
        <ResultDetails workbench={workbench} />
      </div>
    </PluginContextProvider>
  );
}

function QueryRow({ workbench }: { workbench: QueryWorkbench }) {
  const styles = useStyles2(getStyles);
  const { source } = workbench.useState();
  const { data } = workbench.runner.useState();
  const [collapsed, setCollapsed] = useState(false);
  const { query } = workbench;
  const Editor = source.api.components?.QueryEditor;
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
      </header>
      {!collapsed && Editor !== undefined && (
        <div className={styles.editor}>
          <Editor
            datasource={source.api}
            query={query}
            data={data}
            app={CoreApp.Explore}
            range={sceneGraph.getTimeRange(workbench).state.value}
            onChange={(changed) => workbench.change(changed)}
            onRunQuery={() => workbench.run()}
          />
        </div>
      )}
    </section>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  pane: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1.5) }),
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
