import { COUNT_UNIT } from '@mesh-observatory/contract/units';
import { queryDefinitions } from '@mesh-observatory/contract/queries/index';
import type { Link } from '@mesh-observatory/contract/resources';
import { nodeId } from '../../rows/node-id.js';
import { longNameOf, shortNameOf, readLinkEnds, type Directory } from '../directory.js';
import { newestLinks } from '../lists/links.js';
import { sql, cancellable } from '../sql.js';
import { idColumn, nameColumn, type FrameBuilder, type ContextOf } from '../frames/context.js';
import { snrConfig } from '../frames/field-config.js';
import { buildFrame, truncation, type Column } from '../frames/frame.js';
import { linkConditions } from '../frames/conditions.js';

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

function columnsOf(context: ContextOf<'linkpairs'>, directory: Directory): Column<Pair>[] {
  const snr = snrConfig(context.query.thresholds);
  const end = (pair: Pair, which: 'fromId' | 'toId') => directory.get(pair[which]);
  const number = (
    name: string,
    config: Column<Pair>['config'] & object,
    value: (pair: Pair) => number | null | undefined,
  ): Column<Pair> => ({ name, type: 'number', config, value });
  const count = (displayName: string) => ({ displayName, unit: COUNT_UNIT, decimals: 0 });
  const coordinate = (displayName: string) => ({ displayName, decimals: 5 });
  const fromName = (pair: Pair) => shortNameOf(directory, pair.fromId);
  const toName = (pair: Pair) => shortNameOf(directory, pair.toId);
  return [
    idColumn(context, 'fromId', 'From', (pair) => pair.fromId),
    nameColumn(context, 'fromName', 'From name', 'fromId', fromName),
    nameColumn(context, 'fromLongName', 'From long name', 'fromId', (pair) => longNameOf(directory, pair.fromId)),
    idColumn(context, 'toId', 'To', (pair) => pair.toId),
    nameColumn(context, 'toName', 'To name', 'toId', toName),
    nameColumn(context, 'toLongName', 'To long name', 'toId', (pair) => longNameOf(directory, pair.toId)),
    number('snr', { displayName: 'SNR there', description: 'Newest, heard by "To"', ...snr }, (pair) => pair.there.snr),
    number(
      'snrBack',
      { displayName: 'SNR back', description: 'Newest, heard by "From"', ...snr },
      (pair) => pair.back.snr,
    ),
    number('snrDifference', { displayName: 'SNR difference', ...snrConfig(false) }, ({ there, back }) =>
      there.snr === null || back.snr === null ? null : Math.abs(there.snr - back.snr),
    ),
    number('count', count('Heard there'), (pair) => pair.there.count),
    number('countBack', count('Heard back'), (pair) => pair.back.count),
    {
      name: 'oneWay',
      type: 'boolean',
      config: {
        displayName: 'One way',
        description: 'Heard in one direction only, although both ends report what they hear; empty = unknown',
      },
      value: (pair) => pair.oneWay,
    },
    {
      name: 'kinds',
      type: 'string',
      config: { displayName: 'Evidence' },
      value: (pair) => [...pair.kinds].sort().join(', '),
    },
    { name: 'lastSeen', type: 'time', config: { displayName: 'Last seen' }, value: (pair) => pair.lastSeen },
    number('sourceLatitude', coordinate('From latitude'), (pair) => end(pair, 'fromId')?.latitude),
    number('sourceLongitude', coordinate('From longitude'), (pair) => end(pair, 'fromId')?.longitude),
    number('targetLatitude', coordinate('To latitude'), (pair) => end(pair, 'toId')?.latitude),
    number('targetLongitude', coordinate('To longitude'), (pair) => end(pair, 'toId')?.longitude),
  ];
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
        ...truncation(pairs.length > limit, `Only the ${limit} of ${pairs.length} pairs seen last are shown.`),
        ...truncation(links.length > MAX_LINKS, `Only the ${MAX_LINKS} links seen last are considered.`),
      ],
      columns: columnsOf(context, directory),
      rows: pairs.slice(0, limit),
    }),
  ];
};
