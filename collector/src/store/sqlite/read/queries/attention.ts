import { attentionLevelNames } from '@mesh-observatory/contract/attention';
import { attentionColumns } from '@mesh-observatory/contract/queries/attention';
import { queryDefinitions } from '@mesh-observatory/contract/queries/index';
import { DAY_MS } from '@mesh-observatory/contract/time';
import { nodeId } from '../../rows/node-id.js';
import { latestBatteryLevels } from '../frames/battery.js';
import { columnsOf } from '../frames/columns.js';
import type { ContextOf, FrameBuilder } from '../frames/context.js';
import { findCollectorProblems } from '../frames/attention/collector.js';
import { lately, type AttentionInput, type AttentionItem, type AttentionSource } from '../frames/attention/item.js';
import { findClockProblems, findKeyProblems } from '../frames/attention/keys.js';
import { findLowBatteries } from '../frames/attention/power.js';
import { findBusyAir, findFloods, findWeakLinks } from '../frames/attention/radio.js';
import { findSilence } from '../frames/attention/silence.js';
import { buildFrame, truncation } from '../frames/frame.js';
import { readAgainAfter, type LiveRule } from '../live/rule.js';
import { inScope, nodesHeard, resolveScope } from '../scope.js';
import { sql } from '../sql.js';

/** In the order of rows that are equally urgent. */
const sources: readonly AttentionSource[] = [
  findCollectorProblems,
  findSilence,
  findLowBatteries,
  findFloods,
  findBusyAir,
  findWeakLinks,
  findKeyProblems,
  findClockProblems,
];

/** Readings are known of nodes that were heard within a week. */
const KNOWN_MS = 7 * DAY_MS;
/** Grafana's value of a variable that stands at "All". */
const ALL = '$__all';

function readInput(context: ContextOf<'attention'>): AttentionInput {
  const { reader, query } = context;
  const week = lately(context, KNOWN_MS);
  const scope = resolveScope(reader, query);
  const nums = nodesHeard(reader, scope, week);
  return { context, scope, nums, batteries: latestBatteryLevels({ ...context, range: week }, nums) };
}

interface Looked {
  readonly nodes: number;
  readonly gateways: number;
}

/** The row that says that nothing was found, with what was looked at as its proof; or that there is nothing to look at. */
function allClear({ context: { reader, health }, nums, batteries }: AttentionInput): AttentionItem {
  const looked = reader.first(sql<Looked>`
    SELECT (SELECT COUNT(*) FROM nodes n WHERE ${inScope(sql`n.node_num`, nums)}) AS nodes,
           (SELECT COUNT(*) FROM gateways g WHERE ${inScope(sql`g.gateway_num`, nums)}) AS gateways`);
  const { nodes = 0, gateways = 0 } = looked ?? {};
  const about = { kind: 'mesh', since: null, node: null, page: 'mesh-overview' } as const;
  if (nodes === 0) {
    return {
      ...about,
      level: 'unknown',
      subject: 'Nodes',
      detail: 'No node is known yet: there is nothing to look at',
    };
  }
  const backups = health?.backups === null ? '; backups are switched off' : '';
  const detail = `Looked at ${nodes} nodes, ${gateways} gateways and ${batteries.size} batteries${backups}`;
  return { ...about, level: 'fine', subject: 'Nothing needs attention', detail };
}

/** A row for everything that needs attention now, the most urgent first; a row of its own when nothing does. */
export const buildAttention: FrameBuilder<'attention'> = (context) => {
  const { query } = context;
  const limit = query.limit ?? queryDefinitions.attention.limit.default;
  const input = readInput(context);
  const rank = ({ level }: AttentionItem) => attentionLevelNames.indexOf(level);
  const found = sources.flatMap((find) => find(input)).sort((one, other) => rank(one) - rank(other));
  const items = found.length === 0 ? [allClear(input)] : found;
  const id = ({ node }: AttentionItem) => (node === null ? null : nodeId(node));
  return [
    buildFrame<AttentionItem>({
      kind: 'attention',
      refId: query.refId,
      notices: truncation(items.length > limit, `Only the ${limit} most urgent of ${items.length} rows are shown.`),
      columns: columnsOf<typeof attentionColumns, AttentionItem>(context, attentionColumns, {
        level: ({ level }) => level,
        subject: ({ subject }) => subject,
        detail: ({ detail }) => detail,
        since: ({ since }) => since,
        kind: ({ kind }) => kind,
        nodeId: id,
        page: ({ page }) => page,
        nodeChoice: (item) => (item.page === 'mesh-gateways' ? ALL : (id(item) ?? ALL)),
        gatewayChoice: (item) => (item.page === 'mesh-gateways' ? (id(item) ?? ALL) : ALL),
      }),
      rows: items.slice(0, limit),
    }),
  ];
};

export const live: LiveRule<'attention'> = readAgainAfter(['node', 'gateway', 'event', 'link'], 15_000);
