/** Pairs of nodes that hear each other now and did not before, and the other way round. */
import { isolated } from '@mesh-observatory/contract/isolated';
import { radioLinkKinds } from '@mesh-observatory/contract/link-kinds';
import { inScope } from '../../scope.js';
import { cancellable, isOneOf, sql, type Sql, type TimeRange } from '../../sql.js';
import { namesOf } from '../attention/item.js';
import { listed, NO_DATA_BEFORE, type Change, type ChangesInput, type ChangeSource } from './change.js';

/** Fewer readings may be chance. */
const FEWEST_READINGS = 3;
/** Two names each. */
const MOST_NAMED = 3;
const MOST_PAIRS = 20_000;

/** Pairs by their first and last reading, whatever the direction and the evidence. */
function pairs({ context: { reader }, nums }: ChangesInput, having: Sql, since: number): (readonly [number, number])[] {
  return reader.tuples(sql<[number, number]>`
    SELECT MIN(l.from_num, l.to_num) AS one, MAX(l.from_num, l.to_num) AS other FROM links l
    WHERE l.last_seen >= ${since} AND ${isOneOf(sql`l.kind`, radioLinkKinds)}
      AND (${inScope(sql`l.from_num`, nums)} OR ${inScope(sql`l.to_num`, nums)}) AND ${cancellable(sql`l.count`)}
    GROUP BY one, other HAVING SUM(l.count) >= ${FEWEST_READINGS} AND ${having}
    ORDER BY SUM(l.count) DESC, one, other LIMIT ${MOST_PAIRS}`);
}

function row(input: ChangesInput, kind: Change['kind'], found: readonly (readonly [number, number])[]): Change {
  const nameOf = namesOf(input.context, found.flat());
  const names = found.map(([one, other]) => `${isolated(nameOf(one))} – ${isolated(nameOf(other))}`);
  return {
    kind,
    count: found.length,
    detail: found.length === 0 ? 'None' : listed(names, MOST_NAMED),
    page: 'mesh-links',
  };
}

const inside = (column: Sql, { from, to }: TimeRange) => sql`${column} >= ${from} AND ${column} < ${to}`;

export const countLinks: ChangeSource = (input) => {
  const { before, context } = input;
  const { range } = context;
  if (before === undefined) {
    return (['links_gained', 'links_lost'] as const).map((kind) => ({
      ...{ kind, count: null, detail: NO_DATA_BEFORE, page: 'mesh-links' },
    }));
  }
  return [
    row(input, 'links_gained', pairs(input, inside(sql`MIN(l.first_seen)`, range), 0)),
    row(
      input,
      'links_lost',
      pairs(input, inside(sql`MAX(l.last_seen)`, { from: before.from, to: range.from }), before.from),
    ),
  ];
};
