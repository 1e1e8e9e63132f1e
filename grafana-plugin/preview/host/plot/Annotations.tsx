import { css } from '@emotion/css';
import { dateTimeFormat, type DataFrame, type GrafanaTheme2, type TimeRange, type TimeZone } from '@grafana/data';
import { RenderUserContentAsHTML, TagList, Tooltip, useStyles2, useTheme2, type UPlotConfigBuilder } from '@grafana/ui';
import { PlotOverlay, toPercent } from './PlotOverlay';

interface AnnotationsProps {
  config: UPlotConfigBuilder;
  frames: DataFrame[] | undefined;
  timeRange: TimeRange;
  timeZone: TimeZone;
}

interface Annotation {
  key: string;
  time: number;
  /** Of a region only. */
  timeEnd: number | undefined;
  /** Name of the annotation query. */
  query: string;
  title: string;
  text: string;
  tags: string[];
  color: string;
}

/** Annotations of a time series: a dashed line or a region each, with a marker below the axis that shows details on hover. */
export function Annotations({ config, frames = [], timeRange, timeZone }: AnnotationsProps) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const [from, to] = [timeRange.from.valueOf(), timeRange.to.valueOf()];
  const position = toPercent(from, to);
  const shown = frames.flatMap(readAnnotations).filter(({ time, timeEnd = time }) => timeEnd >= from && time <= to);
  return (
    <PlotOverlay config={config}>
      {shown.map((annotation) => {
        const { key, time, timeEnd = time } = annotation;
        const [left, right] = [position(time), position(timeEnd)];
        const color = theme.visualization.getColorByName(annotation.color);
        return (
          <div key={key} className={styles.annotation} style={{ left: `${left}%`, width: `${right - left}%`, color }}>
            <Tooltip
              theme="info"
              placement="bottom"
              interactive
              content={<Details annotation={annotation} timeZone={timeZone} />}
            >
              <button
                type="button"
                className={annotation.timeEnd === undefined ? styles.marker : styles.regionMarker}
                aria-label={`${annotation.query}: ${textOf(annotation.title)}`}
                data-testid="annotation-marker"
              />
            </Tooltip>
          </div>
        );
      })}
    </PlotOverlay>
  );
}

/** Titles are HTML; a label is text. */
const textOf = (html: string): string => new DOMParser().parseFromString(html, 'text/html').body.textContent ?? '';

function Details({ annotation, timeZone }: { annotation: Annotation; timeZone: TimeZone }) {
  const styles = useStyles2(getStyles);
  const { query, title, text, tags, time, timeEnd } = annotation;
  const times = [time, ...(timeEnd === undefined ? [] : [timeEnd])];
  return (
    <div className={styles.details} data-testid="annotation-details">
      <div className={styles.header}>
        <span>{times.map((one) => dateTimeFormat(one, { timeZone })).join(' - ')}</span>
        <span>{query}</span>
      </div>
      {[title, text]
        .filter((part) => part !== '')
        .map((part) => (
          <RenderUserContentAsHTML key={part} component="div" content={part} />
        ))}
      <TagList tags={tags} className={styles.tags} />
    </div>
  );
}

function readAnnotations(frame: DataFrame, index: number): Annotation[] {
  const column = (name: string) => frame.fields.find((field) => field.name === name)?.values;
  const [times = [], ends, regions] = [column('time'), column('timeEnd'), column('isRegion')];
  const [queries, titles, texts, tags, colors] = ['type', 'title', 'text', 'tags', 'color'].map(column);
  return times.map((time, row) => ({
    key: `${index}-${row}`,
    time,
    timeEnd: regions?.[row] === true ? ends?.[row] : undefined,
    query: String(queries?.[row] ?? ''),
    title: String(titles?.[row] ?? ''),
    text: String(texts?.[row] ?? ''),
    tags: tags?.[row] ?? [],
    color: colors?.[row] ?? 'blue',
  }));
}

const MARKER = 5;

const getStyles = (theme: GrafanaTheme2) => ({
  annotation: css({
    position: 'absolute',
    top: 0,
    height: '100%',
    pointerEvents: 'none',
    borderLeft: '1px dashed currentColor',
    '&::before': { content: '""', position: 'absolute', inset: 0, background: 'currentColor', opacity: 0.1 },
  }),
  marker: css({
    position: 'absolute',
    top: '100%',
    left: -MARKER - 0.5,
    width: 0,
    height: 0,
    padding: 0,
    background: 'none',
    border: `${MARKER}px solid transparent`,
    borderTopWidth: 0,
    borderBottomColor: 'currentColor',
    cursor: 'pointer',
    pointerEvents: 'auto',
    // Above the elements of the axis.
    zIndex: 1,
  }),
  regionMarker: css({
    position: 'absolute',
    top: '100%',
    left: 0,
    width: '100%',
    minWidth: MARKER,
    height: MARKER,
    padding: 0,
    border: 0,
    background: 'currentColor',
    cursor: 'pointer',
    pointerEvents: 'auto',
    // Above the elements of the axis.
    zIndex: 1,
  }),
  details: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(0.5),
    minWidth: 220,
    fontSize: theme.typography.bodySmall.fontSize,
    p: { margin: 0 },
  }),
  header: css({
    display: 'flex',
    justifyContent: 'space-between',
    gap: theme.spacing(2),
    color: theme.colors.text.secondary,
  }),
  tags: css({ justifyContent: 'flex-start' }),
});
