/** Changes that the collector recorded as events. */
import type { ChangeKind } from '@mesh-observatory/contract/changes';
import type { EventKind } from '@mesh-observatory/contract/event-kinds';
import { isolated } from '@mesh-observatory/contract/isolated';
import type { AttentionPage } from '@mesh-observatory/contract/attention';
import { gatewayIs, nodeIs } from '../../presence.js';
import { inScope } from '../../scope.js';
import { allOf, inRange, isOneOf, sql, type Sql } from '../../sql.js';
import { namesOf } from '../attention/item.js';
import { listed, NO_DATA_BEFORE, type ChangeSource } from './change.js';

interface EventGroup {
  readonly kind: ChangeKind;
  readonly events: readonly EventKind[];
  readonly page: AttentionPage;
  /** Left out: what has come back since. */
  readonly still?: Sql;
}

const stillSilent = (column: Sql) =>
  sql`EXISTS (SELECT 1 FROM nodes n WHERE n.node_num = ${column} AND ${nodeIs('silent')})`;
const stillDown = (column: Sql) =>
  sql`EXISTS (SELECT 1 FROM gateways g WHERE g.gateway_num = ${column} AND ${gatewayIs('silent')})`;

const groups = (node: Sql): readonly EventGroup[] => [
  { kind: 'new_nodes', events: ['node_new'], page: 'mesh-overview' },
  { kind: 'lost_nodes', events: ['node_silent'], page: 'mesh-overview', still: stillSilent(node) },
  { kind: 'lost_gateways', events: ['gateway_down'], page: 'mesh-gateways', still: stillDown(node) },
  { kind: 'firmware', events: ['firmware_changed'], page: 'mesh-overview' },
  { kind: 'role', events: ['role_changed'], page: 'mesh-security' },
  { kind: 'name', events: ['name_changed', 'node_renumbered'], page: 'mesh-security' },
  { kind: 'hardware', events: ['hardware_changed'], page: 'mesh-security' },
  { kind: 'key', events: ['key_changed'], page: 'mesh-security' },
  { kind: 'reboots', events: ['reboot'], page: 'mesh-overview' },
];

/** Nodes with such an event, the latest first; each node counts once. */
export const countEvents: ChangeSource = ({ context, nums, before }) => {
  const { reader, range } = context;
  const node = reader.aliases.currentOf(sql`e.node_num`);
  return groups(node).map(({ kind, events, page, still = sql`TRUE` }) => {
    const where = allOf([
      isOneOf(sql`e.kind`, events),
      inRange(sql`e.at`, range),
      inScope(sql`e.node_num`, nums),
      still,
    ]);
    const nodes = reader
      .tuples(
        sql<[number]>`SELECT ${node} AS node FROM events e WHERE ${where} AND e.node_num IS NOT NULL
        GROUP BY node ORDER BY MAX(e.at) DESC, node`,
      )
      .map(([num]) => num);
    // When the collector began, every node was new to it.
    if (kind === 'new_nodes' && before === undefined) return { kind, count: null, detail: NO_DATA_BEFORE, page };
    const nameOf = namesOf(context, nodes);
    return {
      kind,
      count: nodes.length,
      detail: nodes.length === 0 ? 'None' : listed(nodes.map((num) => isolated(nameOf(num)))),
      page,
    };
  });
};
