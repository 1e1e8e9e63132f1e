import { bidirectionalLinkColumns } from '@mesh-observatory/contract/queries/linkpairs';
import { queryDefinitions } from '@mesh-observatory/contract/queries/index';
import type { Link } from '@mesh-observatory/contract/resources';
import { nodeId } from '../../rows/node-id.js';
import { longNameOf, shortNameOf, readLinkEnds, type Directory } from '../directory.js';
import { newestLinks } from '../lists/links.js';
import { sql, cancellable } from '../sql.js';
import { columnsOf } from '../frames/columns.js';
import type { ContextOf, FrameBuilder } from '../frames/context.js';
import { buildFrame, limitNotice, truncation, type Column } from '../frames/frame.js';
import { linkConditions } from '../frames/conditions.js';
import { readAgainAfter, type LiveRule } from '../live/rule.js';

const MAX_LINKS = 20_000;

/** One direction, whatever the evidence. */
interface Direction {
  readonly snr: number | null;
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

const NEVER: Direction = { snr: null, count: 0 };

/** Links come newest first, so that the first SNR is the newest. Nobody heard what came through the internet. */
const addUp = (known: Direction, { kind, snr, count }: Link): Direction =>
  kind === 'internet' ? known : { snr: known.snr ?? snr, count: known.count + count };

function reversed(pair: Pair): Pair {
  return { ...pair, fromId: pair.toId, toId: pair.fromId, there: pair.back, back: pair.there };
}

/** A pair heard in one direction only has that direction; of the others the lower id comes first. */
function pairUp(links: readonly Link[], listeners: ReadonlySet<string>): Pair[] {
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
    if (pair.there.count > 0 && pair.back.count > 0) return pair;
    if (pair.there.count === 0 && pair.back.count === 0) return { ...pair, oneWay: null };
    const heard = pair.there.count > 0 ? pair : reversed(pair);
    return { ...heard, oneWay: listeners.has(heard.fromId) ? true : null };
  });
}

function columns(context: ContextOf<'linkpairs'>, directory: Directory): Column<Pair>[] {
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
    snrDifference: ({ there, back }) =>
      there.snr === null || back.snr === null ? null : Math.abs(there.snr - back.snr),
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
  const pairs = pairUp(links.slice(0, MAX_LINKS), readListeners(context));
  const directory = readLinkEnds(reader, links);
  return [
    buildFrame<Pair>({
      kind: 'linkpairs',
      refId: query.refId,
      notices: [
        ...limitNotice(query, pairs.length > limit, `Only the ${limit} of ${pairs.length} pairs seen last are shown.`),
        ...truncation(links.length > MAX_LINKS, `Only the ${MAX_LINKS} links seen last are considered.`),
      ],
      columns: columns(context, directory),
      rows: pairs.slice(0, limit),
    }),
  ];
};

export const live: LiveRule<'linkpairs'> = readAgainAfter(['link', 'node'], 10_000);
