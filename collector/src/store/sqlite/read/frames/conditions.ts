/** Conditions on the tables of links, messages and events that several query types ask for. */
import { eventKindNames } from '@mesh-observatory/contract/event-kinds';
import { linkKindNames, type LinkKind } from '@mesh-observatory/contract/link-kinds';
import { messageKindNames } from '@mesh-observatory/contract/message-kinds';
import { DAY_MS } from '@mesh-observatory/contract/time';
import { nodesOnChannels } from '../node-channels.js';
import { textMatches } from '../lists/list-reader.js';
import { heardBy } from '../lists/packets.js';
import { inScope, resolveScope } from '../scope.js';
import { allOf, inRange, isOneOf, sql, type Sql } from '../sql.js';
import type { ContextWith, FrameContext } from './context.js';

/** Links (`l`) seen in the range with an end in scope; of all kinds, or of `defaultKinds`, when the query names none. */
export function linkConditions(
  { reader, query, range }: ContextWith<'linkKinds'>,
  defaultKinds: readonly LinkKind[] = linkKindNames,
): Sql {
  const scope = resolveScope(reader, query);
  const kinds = query.linkKinds.length === 0 ? defaultKinds : query.linkKinds;
  const eitherEnd = (nums: readonly number[] | null) =>
    sql`(${inScope(sql`l.from_num`, nums)} OR ${inScope(sql`l.to_num`, nums)})`;
  return allOf([
    sql`l.last_seen >= ${range.from} AND l.first_seen < ${range.to}`,
    isOneOf(sql`l.kind`, kinds.filter(scope.hasKind)),
    eitherEnd(scope.nodes),
    eitherEnd(scope.gateways),
    scope.channelIds === null ? sql`TRUE` : eitherEnd(nodesOnChannels(reader, scope.channelIds, range)),
  ]);
}

/** Messages (`m`) of the range; `search` looks in their text. */
export function messageConditions({ reader, query, range }: FrameContext): Sql {
  const scope = resolveScope(reader, { ...query, search: undefined });
  return allOf([
    inRange(sql`m.at`, range),
    inScope(sql`m.from_num`, scope.nodes),
    isOneOf(sql`m.channel_id`, scope.channelIds),
    isOneOf(sql`m.kind`, messageKindNames.filter(scope.hasKind)),
    heardBy(sql`m.packet_row`, scope.gateways),
    textMatches(sql`m.text`, query.search),
  ]);
}

/** Events are often about silence: their nodes were on a channel in the range, or in the week before it. */
const BEFORE_EVENTS_MS = 7 * DAY_MS;

/** Events (`e`) of the range; `search` looks in their title and text. */
export function eventConditions({ reader, query, range }: ContextWith<'eventKinds'>): Sql {
  const scope = resolveScope(reader, { ...query, search: undefined });
  const kinds = eventKindNames.filter(
    (kind) => scope.hasKind(kind) && (query.eventKinds.length === 0 || query.eventKinds.includes(kind)),
  );
  return allOf([
    inRange(sql`e.at`, range),
    inScope(sql`e.node_num`, scope.nodes),
    scope.channelIds === null
      ? sql`TRUE`
      : inScope(
          sql`e.node_num`,
          nodesOnChannels(reader, scope.channelIds, { ...range, from: range.from - BEFORE_EVENTS_MS }),
        ),
    isOneOf(sql`e.kind`, kinds),
    sql`(${textMatches(sql`e.title`, query.search)} OR ${textMatches(sql`e.text`, query.search)})`,
  ]);
}
