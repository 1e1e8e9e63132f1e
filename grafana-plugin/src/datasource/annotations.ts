import { isolated } from '@mesh-observatory/contract/isolated';
import {
  textUtil,
  type AnnotationEvent,
  type AnnotationQuery,
  type AnnotationSupport,
  type DataFrame,
} from '@grafana/data';
import { QUERY_VERSION } from '@mesh-observatory/contract/query-version';
import { of } from 'rxjs';
import { AnnotationQueryEditor } from './editors/AnnotationQueryEditor';
import { annotationQueryOf } from './query/annotationQuery';
import type { SavedQuery } from './types';

const HASHTAG = /#[\p{L}\p{N}_-]+/gu;

/** One annotation per row of an events or a messages answer. */
export function toAnnotationEvents(frames: readonly DataFrame[]): AnnotationEvent[] {
  return frames.flatMap((frame) => {
    const cell = cellReader(frame);
    const isMessages = frame.fields.some(({ name }) => name === 'fromName');
    return Array.from({ length: frame.length }, (_, row) =>
      isMessages ? messageEvent((name) => cell(name, row)) : observedEvent((name) => cell(name, row)),
    );
  });
}

type Cell = (name: string) => unknown;

function cellReader(frame: DataFrame): (name: string, row: number) => unknown {
  const fields = new Map(frame.fields.map((field) => [field.name, field.values]));
  return (name, row) => fields.get(name)?.[row];
}

const plain = (value: unknown): string => (typeof value === 'string' ? value : '');
/** Grafana shows titles and texts as HTML. Names and messages come from strangers: an image in one would be loaded. */
const html = (value: unknown): string => textUtil.escapeHtml(plain(value));
const nameHtml = (value: unknown): string => html(isolated(plain(value)));
const given = (values: readonly unknown[]): string[] => values.map(plain).filter((value) => value !== '');

function observedEvent(cell: Cell): AnnotationEvent {
  const tags = given([...plain(cell('tags')).split(','), cell('shortName')]);
  return {
    id: plain(cell('id')),
    time: Number(cell('time')),
    title: html(cell('title')),
    text: html(cell('text')),
    tags,
  };
}

function messageEvent(cell: Cell): AnnotationEvent {
  const body = plain(cell('text'));
  return {
    id: plain(cell('packetId')),
    time: Number(cell('time')),
    title: `${nameHtml(cell('fromName'))} → ${nameHtml(cell('toName'))}`,
    text: html(body),
    tags: given([...(body.match(HASHTAG) ?? []).map((tag) => tag.slice(1)), cell('channel'), cell('kind')]),
  };
}

export const annotationSupport: AnnotationSupport<SavedQuery> = {
  QueryEditor: AnnotationQueryEditor,
  getDefaultQuery: () => ({ version: QUERY_VERSION, queryType: 'events' }),
  prepareAnnotation: (saved: AnnotationQuery<SavedQuery>) => ({ ...saved, target: annotationQueryOf(saved.target) }),
  prepareQuery: ({ target }) => annotationQueryOf(target),
  processEvents: (_annotation, frames) => of(toAnnotationEvents(frames)),
};
