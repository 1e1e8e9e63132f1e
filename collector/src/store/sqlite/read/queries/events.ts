import { eventColumns } from '@mesh-observatory/contract/queries/events';
import { queryDefinitions } from '@mesh-observatory/contract/queries/index';
import type { ObservedEvent } from '@mesh-observatory/contract/resources';
import { parseNodeId } from '../../../../model.js';
import { longNameOf, readDirectory, shortNameOf, type Directory } from '../directory.js';
import { selectEvents } from '../lists/events.js';
import { columnsOf } from '../frames/columns.js';
import type { FrameBuilder, QueriesByType } from '../frames/context.js';
import { buildFrame, limitNotice } from '../frames/frame.js';
import { eventConditions } from '../frames/conditions.js';
import { asksForChannels, isRenamed, mayChangeScope, type LiveRule } from '../live/rule.js';

/** Events about an id itself: a name in its place would hide what happened. */
const ABOUT_IDS: readonly ObservedEvent['kind'][] = ['node_renumbered', 'key_shared'];
const ID = /![0-9a-f]{8}/g;

const idsIn = ({ title, text }: ObservedEvent): string[] => `${title} ${text}`.match(ID) ?? [];

/** When it happened, the name of a new node was not known yet: ids in the texts are replaced by the names of today. */
function namedIn(directory: Directory, { kind }: ObservedEvent, text: string): string {
  if (ABOUT_IDS.includes(kind)) return text;
  return text.replaceAll(ID, (id) => longNameOf(directory, id) ?? shortNameOf(directory, id));
}

const limitOf = ({ limit }: QueriesByType['events']) => limit ?? queryDefinitions.events.limit.default;

/** Annotations, and the rows of an events table. `tags` is a comma-separated list, as Grafana's annotations read it. */
export const buildEvents: FrameBuilder<'events'> = (context) => {
  const { reader, query } = context;
  const limit = limitOf(query);
  const found = selectEvents(reader, eventConditions(context), limit + 1).map(({ item }) => item);
  const rows = found.slice(0, limit);
  const directory = readDirectory(
    reader,
    rows.flatMap((event) => [event.nodeId ?? '', ...idsIn(event)].flatMap((id) => parseNodeId(id) ?? [])),
  );
  return [
    buildFrame<ObservedEvent>({
      kind: 'events',
      refId: query.refId,
      notices: limitNotice(query, found.length > limit, `Only the newest ${limit} events are shown.`),
      columns: columnsOf<typeof eventColumns, ObservedEvent>(context, eventColumns, {
        time: (event) => event.at,
        title: (event) => namedIn(directory, event, event.title),
        text: (event) => namedIn(directory, event, event.text),
        tags: (event) => [event.kind, event.severity].join(','),
        id: (event) => String(event.id),
        kind: (event) => event.kind,
        severity: (event) => event.severity,
        nodeId: (event) => event.nodeId,
        shortName: (event) => directory.get(event.nodeId ?? '')?.short_name,
      }),
      rows,
    }),
  ];
};

export const live: LiveRule<'events'> = {
  paceMs: 1000,
  effectOf(change, query) {
    if (asksForChannels(query) && (change.kind === 'event' || change.kind === 'packet')) return 'all';
    if (change.kind === 'event') return { since: change.event.at };
    return isRenamed(change) || mayChangeScope(change, query) ? 'all' : 'none';
  },
  newest: { time: () => 'time' satisfies keyof typeof eventColumns, isTrimmed: () => true, limit: limitOf },
};
