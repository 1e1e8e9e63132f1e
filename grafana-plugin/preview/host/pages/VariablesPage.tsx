import { css } from '@emotion/css';
import {
  CustomVariableSupport,
  getDefaultTimeRange,
  type DataQuery,
  type GrafanaTheme2,
  type MetricFindValue,
  type QueryEditorProps,
} from '@grafana/data';
import { getRunRequest } from '@grafana/runtime';
import { Alert, LoadingPlaceholder, useStyles2 } from '@grafana/ui';
import { useEffect, useState, type ComponentType } from 'react';
import { lastValueFrom } from 'rxjs';
import { DATA_SOURCE_UID } from '../components/navigation';
import { Page } from '../components/Page';
import { useDataSource, type LoadedDataSource } from './useDataSource';

const MOST_SHOWN = 500;

/** The editor of a query variable, and the values it would offer. */
export function VariablesPage() {
  const source = useDataSource(DATA_SOURCE_UID);
  return (
    <Page
      title="Variable editor"
      subTitle="What Grafana shows in the settings of a query variable. Names are what people choose from; queries use the values."
    >
      {source === undefined ? <LoadingPlaceholder text="Loading" /> : <VariableWorkbench source={source} />}
    </Page>
  );
}

function VariableWorkbench({ source: { api, settings } }: { source: LoadedDataSource }) {
  const styles = useStyles2(getStyles);
  const support = api.variables;
  const [query, setQuery] = useState<DataQuery>(() => ({ refId: 'variable', ...support?.getDefaultQuery?.() }));
  const [values, setValues] = useState<MetricFindValue[]>();
  const [problem, setProblem] = useState<string>();

  useEffect(() => {
    if (!(support instanceof CustomVariableSupport)) {
      return;
    }
    let left = false;
    const range = getDefaultTimeRange();
    const request = {
      app: 'dashboard',
      requestId: 'variable-editor',
      interval: '1m',
      intervalMs: 60_000,
      range,
      scopedVars: {},
      startTime: Date.now(),
      targets: [query],
      timezone: 'browser',
    };
    lastValueFrom(getRunRequest()(api, request, support.query.bind(support) as never))
      .then(({ series, error }) => {
        if (!left) {
          setValues(series as unknown as MetricFindValue[]);
          setProblem(error?.message);
        }
      })
      .catch((error: Error) => !left && setProblem(error.message));
    return () => {
      left = true;
    };
  }, [api, query, support]);

  if (!(support instanceof CustomVariableSupport)) {
    return <Alert severity="error" title="The data source has no query variables" />;
  }
  const Editor = support.editor as unknown as ComponentType<QueryEditorProps<never, never, never, DataQuery>>;
  return (
    <div className={styles.workbench}>
      <div className={styles.editor} data-testid="variable-editor">
        <Editor datasource={api as never} query={query} onChange={setQuery} onRunQuery={() => undefined} />
      </div>
      {problem !== undefined && <Alert severity="error" title={problem} />}
      <section>
        <h2 className={styles.heading}>Preview of values ({values?.length ?? 0})</h2>
        <ul className={styles.values} data-testid="variable-values" aria-label={`Values from ${settings.name}`}>
          {values?.slice(0, MOST_SHOWN).map(({ text, value }) => (
            <li key={`${text}-${value}`} className={styles.choice}>
              {text}
              {value !== undefined && String(value) !== text && <span className={styles.value}>{String(value)}</span>}
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  workbench: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(3) }),
  editor: css({
    padding: theme.spacing(2),
    background: theme.colors.background.primary,
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
  }),
  heading: css({ fontSize: theme.typography.h5.fontSize }),
  values: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1), listStyle: 'none', margin: 0, padding: 0 }),
  choice: css({
    display: 'flex',
    gap: theme.spacing(1),
    padding: theme.spacing(0.25, 1),
    background: theme.colors.background.primary,
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
  }),
  value: css({ color: theme.colors.text.secondary, fontFamily: theme.typography.fontFamilyMonospace }),
});
