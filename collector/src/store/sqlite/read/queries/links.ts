import { linkColumns } from '@mesh-observatory/contract/queries/links';
import { queryDefinitions } from '@mesh-observatory/contract/queries/index';
import type { Link } from '@mesh-observatory/contract/resources';
import { longNameOf, shortNameOf, readLinkEnds, type Directory } from '../directory.js';
import { newestLinks } from '../lists/links.js';
import { columnsOf } from '../frames/columns.js';
import type { FrameBuilder, FrameContext, QueriesByType } from '../frames/context.js';
import { buildFrame, limitNotice, type Column } from '../frames/frame.js';
import { linkConditions } from '../frames/conditions.js';
import { asksForChannels, isMoved, isRenamed, mayChangeScope, type LiveRule } from '../live/rule.js';
import { linkMargin } from '../frames/margins.js';
import { rowKeys } from '@mesh-observatory/contract/live-frames';

function columns(context: FrameContext, directory: Directory): Column<Link>[] {
  const end = (link: Link, which: 'fromId' | 'toId') => directory.get(link[which]);
  return columnsOf<typeof linkColumns, Link>(context, linkColumns, {
    fromId: (link) => link.fromId,
    fromName: (link) => shortNameOf(directory, link.fromId),
    fromLongName: (link) => longNameOf(directory, link.fromId),
    toId: (link) => link.toId,
    toName: (link) => shortNameOf(directory, link.toId),
    toLongName: (link) => longNameOf(directory, link.toId),
    sourceLatitude: (link) => end(link, 'fromId')?.latitude,
    sourceLongitude: (link) => end(link, 'fromId')?.longitude,
    targetLatitude: (link) => end(link, 'toId')?.latitude,
    targetLongitude: (link) => end(link, 'toId')?.longitude,
    kind: (link) => link.kind,
    snr: (link) => link.snr,
    margin: (link) => linkMargin(context, link),
    snrAvg: (link) => link.snrAvg,
    rssi: (link) => link.rssi,
    count: (link) => link.count,
    firstSeen: (link) => link.firstSeen,
    snrAt: (link) => link.snrAt,
    lastSeen: (link) => link.lastSeen,
  });
}

const limitOf = ({ limit }: QueriesByType['links']) => limit ?? queryDefinitions.links.limit.default;

/** One row per directed link and kind of evidence. */
export const buildLinks: FrameBuilder<'links'> = (context) => {
  const { query } = context;
  const limit = limitOf(query);
  const links = newestLinks(context.reader, linkConditions(context), limit + 1);
  return [
    buildFrame<Link>({
      kind: 'links',
      refId: query.refId,
      notices: limitNotice(query, links.length > limit, `Only the ${limit} links seen last are shown.`),
      columns: columns(context, readLinkEnds(context.reader, links)),
      rows: links.slice(0, limit),
    }),
  ];
};

export const live: LiveRule<'links'> = {
  paceMs: 1000,
  effectOf(change, query) {
    if (asksForChannels(query) && (change.kind === 'link' || change.kind === 'packet')) return 'all';
    if (change.kind === 'link') {
      const { fromId, toId, kind, lastSeen } = change.link;
      return { since: lastSeen, key: rowKeys([[fromId], [toId], [kind]])[0] ?? '' };
    }
    return isRenamed(change) || isMoved(change) || mayChangeScope(change, query) ? 'all' : 'none';
  },
  newest: { time: () => 'lastSeen' satisfies keyof typeof linkColumns, isTrimmed: () => true, limit: limitOf },
};
