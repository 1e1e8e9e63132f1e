import {
  dataFrameFromJSON,
  type DataFrame,
  type DataFrameJSON,
  type DataQueryError,
  type QueryResultMetaNotice,
} from '@grafana/data';
import type { QueryResponse, QueryResult } from '../client/collectorClient';
import type { FrameJson } from '@mesh-observatory/contract/frames';
import { t } from '../i18n';

/** Text of a warning, or a notice of another severity. */
export type Notice = string | QueryResultMetaNotice;

export interface QueryAnswer {
  readonly frames: DataFrame[];
  readonly errors: DataQueryError[];
}

/** Frames and errors of the answer to one query, with notices added. */
export function answerOf(refId: string, result: QueryResult | undefined, notices: readonly Notice[]): QueryAnswer {
  if (result === undefined) {
    return {
      frames: [],
      errors: [{ refId, message: t('query.answer.none', 'The collector did not answer this query.') }],
    };
  }
  if (result.error !== undefined) {
    return { frames: [], errors: [{ refId, message: result.error, status: result.status }] };
  }
  return { frames: framesOf(result.frames, refId, notices), errors: [] };
}

/** Data frames from their wire form, with notices added. */
export function framesOf(frames: readonly WireFrame[], refId: string, notices: readonly Notice[]): DataFrame[] {
  return withNotices(
    frames.map((json) => ({ ...frameOf(json), refId })),
    refId,
    notices,
  );
}

/** As the collector writes it; Grafana's type of it names fewer types of frames. */
type WireFrame = FrameJson | DataFrameJSON;

const known = new WeakMap<WireFrame, DataFrame>();

/** The same fields for the same wire form: a panel does not draw anew what has not changed. */
function frameOf(json: WireFrame): DataFrame {
  const frame = known.get(json) ?? withOpenSteps(dataFrameFromJSON(json as DataFrameJSON));
  known.set(json, frame);
  return frame;
}

/** The first step of thresholds has no lower bound. JSON writes that as null, which Grafana before 13.2 takes for 0. */
function withOpenSteps(frame: DataFrame): DataFrame {
  const fields = frame.fields.map((field) => {
    const { thresholds } = field.config;
    if (thresholds === undefined) {
      return field;
    }
    const steps = thresholds.steps.map((step) => ({ ...step, value: step.value ?? -Infinity }));
    return { ...field, config: { ...field.config, thresholds: { ...thresholds, steps } } };
  });
  return { ...frame, fields };
}

export function answersOf(
  response: QueryResponse,
  asked: ReadonlyArray<{ readonly refId: string; readonly notices: readonly Notice[] }>,
): QueryAnswer {
  const answers = asked.map(({ refId, notices }) => answerOf(refId, response.results[refId], notices));
  return { frames: answers.flatMap(({ frames }) => frames), errors: answers.flatMap(({ errors }) => errors) };
}

/** An empty answer with a reason, for Grafana to show beside "No data". */
export function emptyAnswer(refId: string, reason: string): DataFrame {
  return { refId, fields: [], length: 0, meta: { notices: [{ severity: 'info', text: reason }] } };
}

function withNotices(frames: DataFrame[], refId: string, notices: readonly Notice[]): DataFrame[] {
  if (notices.length === 0) {
    return frames;
  }
  const added = notices.map((notice): QueryResultMetaNotice =>
    typeof notice === 'string' ? { severity: 'warning', text: notice } : notice,
  );
  const [first = { refId, fields: [], length: 0 }, ...rest] = frames;
  return [{ ...first, meta: { ...first.meta, notices: [...(first.meta?.notices ?? []), ...added] } }, ...rest];
}
