import { bidirectionalLinkColumns } from '@mesh-observatory/contract/queries/linkpairs';
import { queryDefinitions } from '@mesh-observatory/contract/queries/index';
import { FEWEST_LINK_READINGS } from '@mesh-observatory/contract/thresholds';
import type { Link } from '@mesh-observatory/contract/resources';
import { nodeId } from '../../rows/node-id.js';
import { longNameOf, shortNameOf, readLinkEnds, type Directory } from '../directory.js';
import { newestLinks } from '../lists/links.js';
import { sql, cancellable } from '../sql.js';
import { columnsOf } from '../frames/columns.js';
import type { ContextOf, FrameBuilder } from '../frames/context.js';
import { buildFrame, limitNotice, truncation, type Column } from '../frames/frame.js';
import { linkTrends } from '../frames/link-trends.js';
import { resolveScope } from '../scope.js';
import { linkConditions } from '../frames/conditions.js';
import { readAgainAfter, type LiveRule } from '../live/rule.js';

const MAX_LINKS = 20_000;

/** One direction, whatever the evidence. */
interface Direction {
  /** Newest. */
  readonly snr: number | null;
  /** Mean over the kinds of evidence, weighted by their readings. */
  readonly mean: number | null;
  /** Readings of an SNR. */
  readonly measured: number;
  readonly count: number;
}

interface Pair {
  readonly fromId: string;
  readonly toId: string;
  readonly kinds: readonly string[];
  readonly there: Direction;
  readonly back: Direction;
  readonly lastSeen: number;
  /** null = unknown: the end that would hear the way back does not report what it hears. */
  readonly oneWay: boolean | null;
}

/** Nodes that report what they hear: gateways, and those that send neighbor info. */
function readListeners({ reader, range }: ContextOf<'linkpairs'>): Set<string> {
  const rows = reader.tuples(sql<[number]>`
    SELECT DISTINCT l.to_num FROM links l
    WHERE l.kind IN ('direct', 'neighbor', 'relay') AND l.last_seen >= ${range.from} AND l.first_seen < ${range.to}
      AND ${cancellable(sql`l.to_num`)}`);
  return new Set(rows.map(([num]) => nodeId(num)));
}

const NEVER: Direction = { snr: null, mean: null, measured: 0, count: 0 };

/** Links come newest first, so that the first SNR is the newest. Nobody heard what came through the internet. */
function addUp(known: Direction, { kind, snr, snrAvg, count }: Link): Direction {
  if (kind === 'internet') return known;
  const measured = snrAvg === null ? 0 : count;
  const sum = (known.mean ?? 0) * known.measured + (snrAvg ?? 0) * measured;
  const total = known.measured + measured;
  return { snr: known.snr ?? snr, mean: total === 0 ? null : sum / total, measured: total, count: known.count + count };
}

const isJudged = ({ mean, measured }: Direction): boolean => mean !== null && measured >= FEWEST_LINK_READINGS;

/** dB between the means; null unless both directions have enough readings. */
function differenceOf({ there, back }: Pair): number | null {
  if (!isJudged(there) || !isJudged(back)) return null;
  return Math.abs((there.mean ?? 0) - (back.mean ?? 0));
}

/** dB; null while no direction has enough readings. */
function weakestMargin({ radio }: ContextOf<'linkpairs'>, { fromId, toId, there, back }: Pair): number | null {
  const margins = [
    isJudged(there) ? radio.marginDb(there.mean, toId, fromId) : null,
    isJudged(back) ? radio.marginDb(back.mean, fromId, toId) : null,
  ].filter((margin) => margin !== null);
  return margins.length === 0 ? null : Math.min(...margins);
}

function reversed(pair: Pair): Pair {
  return { ...pair, fromId: pair.toId, toId: pair.fromId, there: pair.back, back: pair.there };
}

/** The one node that the query is about; undefined when there is none, or several. */
function subjectOf({ reader, query }: ContextOf<'linkpairs'>): string | undefined {
  const ids = new Set(query.nodes.map((id) => reader.aliases.currentId(id)));
  return ids.size === 1 ? [...ids][0] : undefined;
}

/** The node asked for comes first. Else a pair heard in one direction only has that direction; of others the lower id is first. */
function pairUp(links: readonly Link[], listeners: ReadonlySet<string>, subject: string | undefined): Pair[] {
  const pairs = new Map<string, Pair>();
  for (const link of links) {
    const forwards = link.fromId < link.toId;
    const [fromId, toId] = forwards ? [link.fromId, link.toId] : [link.toId, link.fromId];
    const key = `${fromId}${toId}`;
    const known = pairs.get(key) ?? {
      ...{ fromId, toId, kinds: [], there: NEVER, back: NEVER },
      ...{ lastSeen: link.lastSeen, oneWay: false },
    };
    pairs.set(key, {
      ...known,
      kinds: known.kinds.includes(link.kind) ? known.kinds : [...known.kinds, link.kind],
      there: forwards ? addUp(known.there, link) : known.there,
      back: forwards ? known.back : addUp(known.back, link),
    });
  }
  return [...pairs.values()].map((pair) => {
    const { there, back, fromId, toId } = pair;
    const oneWay = oneWayOf(pair, listeners);
    const first = there.count === 0 && back.count > 0 ? toId : fromId;
    const wanted = subject === fromId || subject === toId ? subject : first;
    return { ...(wanted === fromId ? pair : reversed(pair)), oneWay };
  });
}

/** True when the end that would hear the other direction reports what it hears. */
function oneWayOf({ there, back, fromId, toId }: Pair, listeners: ReadonlySet<string>): boolean | null {
  if (there.count > 0 && back.count > 0) return false;
  if (there.count === 0 && back.count === 0) return null;
  return listeners.has(there.count > 0 ? fromId : toId) ? true : null;
}

function columns(
  context: ContextOf<'linkpairs'>,
  directory: Directory,
  trends: ReadonlyMap<string, number>,
): Column<Pair>[] {
  const { radio } = context;
  const end = (pair: Pair, which: 'fromId' | 'toId') => directory.get(pair[which]);
  return columnsOf<typeof bidirectionalLinkColumns, Pair>(context, bidirectionalLinkColumns, {
    fromId: (pair) => pair.fromId,
    fromName: (pair) => shortNameOf(directory, pair.fromId),
    fromLongName: (pair) => longNameOf(directory, pair.fromId),
    toId: (pair) => pair.toId,
    toName: (pair) => shortNameOf(directory, pair.toId),
    toLongName: (pair) => longNameOf(directory, pair.toId),
    snr: (pair) => pair.there.snr,
    snrBack: (pair) => pair.back.snr,
    margin: ({ there, fromId, toId }) => radio.marginDb(there.snr, toId, fromId),
    marginBack: ({ back, fromId, toId }) => radio.marginDb(back.snr, fromId, toId),
    weakestMargin: (pair) => weakestMargin(context, pair),
    snrDifference: differenceOf,
    trend: ({ fromId, toId }) => trends.get(fromId + toId) ?? trends.get(toId + fromId),
    count: (pair) => pair.there.count,
    countBack: (pair) => pair.back.count,
    oneWay: (pair) => pair.oneWay,
    kinds: (pair) => [...pair.kinds].sort().join(', '),
    lastSeen: (pair) => pair.lastSeen,
    sourceLatitude: (pair) => end(pair, 'fromId')?.latitude,
    sourceLongitude: (pair) => end(pair, 'fromId')?.longitude,
    targetLatitude: (pair) => end(pair, 'toId')?.latitude,
    targetLongitude: (pair) => end(pair, 'toId')?.longitude,
  });
}

/** Both directions of a link in one row, most recently seen first. */
export const buildLinkpairs: FrameBuilder<'linkpairs'> = (context) => {
  const { reader, query } = context;
  const limit = query.limit ?? queryDefinitions.linkpairs.limit.default;
  const links = newestLinks(reader, linkConditions(context), MAX_LINKS + 1);
  const pairs = pairUp(links.slice(0, MAX_LINKS), readListeners(context), subjectOf(context));
  const directory = readLinkEnds(reader, links);
  const scope = resolveScope(reader, query);
  return [
    buildFrame<Pair>({
      kind: 'linkpairs',
      refId: query.refId,
      notices: [
        ...limitNotice(query, pairs.length > limit, `Only the ${limit} of ${pairs.length} pairs seen last are shown.`),
        ...truncation(links.length > MAX_LINKS, `Only the ${MAX_LINKS} links seen last are considered.`),
      ],
      columns: columns(context, directory, linkTrends(context, scope.nodes)),
      rows: pairs.slice(0, limit),
    }),
  ];
};

export const live: LiveRule<'linkpairs'> = readAgainAfter(['link', 'node'], 10_000);
