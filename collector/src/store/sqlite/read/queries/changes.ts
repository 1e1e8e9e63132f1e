import { changeKindNames, changeKinds } from '@mesh-observatory/contract/changes';
import { changeColumns } from '@mesh-observatory/contract/queries/changes';
import { DAY_MS } from '@mesh-observatory/contract/time';
import { columnsOf } from '../frames/columns.js';
import type { ContextOf, FrameBuilder } from '../frames/context.js';
import type { Change, ChangeSource } from '../frames/changes/change.js';
import { countEvents } from '../frames/changes/events.js';
import { countLinks } from '../frames/changes/links.js';
import { comparePackets } from '../frames/changes/traffic.js';
import { buildFrame } from '../frames/frame.js';
import { readAgainAfter, type LiveRule } from '../live/rule.js';
import { nodesHeard, resolveScope } from '../scope.js';
import { sql, type TimeRange } from '../sql.js';

const sources: readonly ChangeSource[] = [comparePackets, countEvents, countLinks];

/** The same hours, as many whole days earlier as the range is long; undefined when the collector has no data from then. */
function hoursBefore({ reader, range }: ContextOf<'changes'>): TimeRange | undefined {
  const shift = Math.ceil((range.to - range.from) / DAY_MS) * DAY_MS;
  const before = { from: range.from - shift, to: range.to - shift };
  const first = reader.first(sql<{ at: number | null }>`SELECT MIN(minute) AS at FROM traffic_minutely`)?.at;
  return first !== null && first !== undefined && first <= before.from ? before : undefined;
}

/** How many changes of every kind there were in the range, and which. */
export const buildChanges: FrameBuilder<'changes'> = (context) => {
  const { reader, query, range } = context;
  const scope = resolveScope(reader, query);
  const before = hoursBefore(context);
  const nums = nodesHeard(reader, scope, { from: before?.from ?? range.from, to: range.to });
  const found = sources.flatMap((find) => find({ context, nums, before }));
  const rank = ({ kind }: Change) => changeKindNames.indexOf(kind);
  return [
    buildFrame<Change>({
      kind: 'changes',
      refId: query.refId,
      columns: columnsOf<typeof changeColumns, Change>(context, changeColumns, {
        title: ({ kind }) => changeKinds[kind].title,
        count: ({ count }) => count,
        detail: ({ detail }) => detail,
        kind: ({ kind }) => kind,
        page: ({ page }) => page,
      }),
      rows: found.sort((one, other) => rank(one) - rank(other)),
    }),
  ];
};

export const live: LiveRule<'changes'> = readAgainAfter(['event', 'link', 'node'], 60_000);
