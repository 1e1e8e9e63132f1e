import type { TestStore } from './ingested.js';

/** Tables of the process, not of the mesh. */
const PROCESS = ['metadata', 'settings', 'metrics', 'channels', 'topics', 'sessions', 'sqlite_stat1'];
/** Rhythms, and the worth of clocks and hop limits: learned from messages one after the other, in the order of arrival. */
const LEARNED = ['listening', 'node_presence', 'gateway_presence', 'gateway_clocks', 'hop_trust'];
const LEFT_OUT = new Set([...PROCESS, ...LEARNED]);

/** Numbers that depend on the order of arrival → what they stand for. */
const NAMES: Readonly<Record<string, string>> = {
  channel_id: '(SELECT name FROM channels c WHERE c.channel_id = t.channel_id)',
  topic_id: "(SELECT broker || ' ' || topic FROM topics p WHERE p.topic_id = t.topic_id)",
  metric_id: '(SELECT metric FROM metrics m WHERE m.metric_id = t.metric_id)',
  packet_row:
    "(SELECT from_num || '/' || packet_id || '/' || COALESCE(summary, '') FROM packets k WHERE k.packet_row = t.packet_row)",
  event_id: 'NULL',
  // The announcements of a node come in any order.
  said: '(SELECT json_group_array(key || value) FROM (SELECT key, value FROM json_each(t.said) ORDER BY key))',
};

/** Averages are added up in the order of arrival. */
const rounded = (value: unknown) =>
  typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(9)) : value;

/** Everything that is stored, table by table, without the numbers of rows. */
export function dumpOf(store: TestStore): Record<string, string[]> {
  const tables = store
    .rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .map(({ name }) => String(name))
    .filter((name) => !LEFT_OUT.has(name))
    .sort();
  return Object.fromEntries(tables.map((table) => [table, rowsOf(store, table)]));
}

function rowsOf(store: TestStore, table: string): string[] {
  const columns = store.rows(`SELECT name FROM pragma_table_info('${table}')`).map(({ name }) => String(name));
  const selected = columns.map((name) => `${NAMES[name] ?? `t.${name}`} AS ${name}`).join(', ');
  return store
    .rows(`SELECT ${selected} FROM ${table} t`)
    .map((row) => JSON.stringify(Object.fromEntries(Object.entries(row).map(([key, value]) => [key, rounded(value)]))))
    .sort();
}

/** Rows that only one of two dumps has, by table; empty when they are equal. */
export function differenceOf(left: Record<string, string[]>, right: Record<string, string[]>): Record<string, unknown> {
  const entries = Object.entries(left).flatMap(([table, rows]) => {
    const others = right[table] ?? [];
    const onlyLeft = rows.filter((row) => !others.includes(row));
    const onlyRight = others.filter((row) => !rows.includes(row));
    const isEqual = onlyLeft.length === 0 && onlyRight.length === 0 && rows.length === others.length;
    return isEqual ? [] : [[table, { onlyLeft, onlyRight }] as const];
  });
  return Object.fromEntries(entries);
}
