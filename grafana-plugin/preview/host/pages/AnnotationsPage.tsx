import { css } from '@emotion/css';
import {
  dateTimeFormat,
  dateTimeFormatTimeAgo,
  makeTimeRange,
  dateTime,
  type AnnotationEvent,
  type AnnotationQuery,
  type DataQuery,
  type GrafanaTheme2,
  type QueryEditorProps,
} from '@grafana/data';
import { getRunRequest } from '@grafana/runtime';
import { Alert, LoadingPlaceholder, TagList, useStyles2 } from '@grafana/ui';
import { useEffect, useState, type ComponentType } from 'react';
import { lastValueFrom, of, switchMap } from 'rxjs';
import { DATA_SOURCE_UID } from '../components/navigation';
import { Page } from '../components/Page';
import { useDataSource, type LoadedDataSource } from './useDataSource';

const HOURS = 24;
const MOST_SHOWN = 200;

/** The editor of an annotation query, and what it would mark on graphs. */
export function AnnotationsPage() {
  const source = useDataSource(DATA_SOURCE_UID);
  return (
    <Page
      title="Annotation editor"
      subTitle={`What Grafana shows in the settings of an annotation, and what it finds in the last ${HOURS} hours.`}
    >
      {source === undefined ? <LoadingPlaceholder text="Loading" /> : <AnnotationWorkbench source={source} />}
    </Page>
  );
}

function AnnotationWorkbench({ source }: { source: LoadedDataSource }) {
  const styles = useStyles2(getStyles);
  const { api, settings } = source;
  const support = api.annotations;
  const [annotation, setAnnotation] = useState<AnnotationQuery>(() => ({
    name: 'New annotation',
    enable: true,
    iconColor: 'red',
    datasource: api.getRef(),
    target: { refId: 'Anno', ...support?.getDefaultQuery?.() },
  }));
  const [events, setEvents] = useState<AnnotationEvent[]>();
  const [problem, setProblem] = useState<string>();

  useEffect(() => {
    let left = false;
    findEvents(source, annotation)
      .then((found) => !left && (setEvents(found), setProblem(undefined)))
      .catch((error: Error) => !left && setProblem(error.message));
    return () => {
      left = true;
    };
  }, [source, annotation]);

  if (support === undefined) {
    return <Alert severity="error" title="The data source has no annotations" />;
  }
  const Editor = support.QueryEditor as unknown as ComponentType<EditorProps>;
  return (
    <div className={styles.workbench}>
      <div className={styles.editor} data-testid="annotation-editor">
        <Editor
          datasource={api as never}
          query={annotation.target as DataQuery}
          annotation={annotation}
          onAnnotationChange={setAnnotation}
          onChange={(target) => setAnnotation({ ...annotation, target: target as never })}
          onRunQuery={() => undefined}
        />
      </div>
      {problem !== undefined && <Alert severity="error" title={problem} />}
      <section>
        <h2 className={styles.heading}>
          {events?.length ?? 0} annotations from {settings.name}
        </h2>
        <ul className={styles.events} data-testid="annotation-events">
          {events?.slice(0, MOST_SHOWN).map(({ id, time = 0, title, text, tags }, at) => (
            <li key={`${id}-${at}`} className={styles.event}>
              <time className={styles.time} dateTime={new Date(time).toISOString()} title={dateTimeFormat(time)}>
                {dateTimeFormatTimeAgo(time)}
              </time>
              <div>
                <strong>{title}</strong>
                <div>{text}</div>
                <TagList tags={tags ?? []} className={styles.tags} />
              </div>
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}

interface EditorProps extends QueryEditorProps<never, DataQuery> {
  annotation: AnnotationQuery;
  onAnnotationChange: (annotation: AnnotationQuery) => void;
}

/** The steps of Grafana's `executeAnnotationQuery`. */
async function findEvents({ api }: LoadedDataSource, saved: AnnotationQuery): Promise<AnnotationEvent[]> {
  const { prepareAnnotation, prepareQuery, processEvents } = api.annotations ?? {};
  const annotation = prepareAnnotation?.(saved) ?? saved;
  const target = prepareQuery?.(annotation) ?? annotation.target;
  if (target === undefined || processEvents === undefined) {
    return [];
  }
  const range = makeTimeRange(dateTime().subtract(HOURS, 'hours'), dateTime());
  const request = {
    app: 'dashboard',
    requestId: 'annotation-editor',
    interval: '1m',
    intervalMs: 60_000,
    maxDataPoints: 1000,
    range,
    scopedVars: {},
    startTime: Date.now(),
    targets: [target],
    timezone: 'browser',
  };
  const found = getRunRequest()(api, request).pipe(
    switchMap(({ series, error }) => {
      if (error !== undefined) {
        throw new Error(error.message);
      }
      return processEvents(annotation, series) ?? of([]);
    }),
  );
  return (await lastValueFrom(found)) ?? [];
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
  events: css({ listStyle: 'none', margin: 0, padding: 0 }),
  event: css({
    display: 'flex',
    gap: theme.spacing(2),
    padding: theme.spacing(1, 0),
    borderBottom: `1px solid ${theme.colors.border.weak}`,
  }),
  time: css({ flex: '0 0 120px', color: theme.colors.text.secondary }),
  tags: css({ justifyContent: 'flex-start', marginTop: theme.spacing(0.5) }),
});
