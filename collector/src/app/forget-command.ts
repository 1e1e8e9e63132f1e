import { resolve } from 'node:path';
import type { Config } from '../config/config.js';
import { EXIT, FatalError } from '../errors.js';
import { BROADCAST, parseNodeId, type NodeNum } from '../model.js';
import { copiesOf, forgetNodes, type Forgotten } from '../store/sqlite/file/forget.js';
import { backupDirectory } from './backup-directory.js';
import { whileStopped } from './while-stopped.js';

export const FORGET_USAGE = `Usage: mesh-observatory-collector forget NODE [NODE …]

Removes nodes from every table of the database: packets from and to them, receptions by them, positions, readings, texts,
links, names, keys, waypoints and events. In routes of others an unknown node takes their place. Running it again changes
nothing. The collector must be stopped. A node that is heard again is stored again: add it to NODE_DENY as well.

  NODE            node id in quotes ('!a1b2c3d4') or node number (2712847316)

Not touched: backups, files set aside beside the database (both are listed), Prometheus and logs.

Exit codes: 0 done, also when nothing was stored; 64 not a node, or no database; 65 damaged; 69 the collector is running;
74 disk error; 78 the database is of another version.`;

const ID = /^!?[0-9a-f]{8}$/i;

/** Reads `!a1b2c3d4`, or a node number in decimal. */
function readNode(text: string): NodeNum | undefined {
  const num = /^\d+$/.test(text) ? Number(text) : ID.test(text) ? parseNodeId(text.replace(/^!?/, '!')) : undefined;
  return num !== undefined && num > 0 && num < BROADCAST ? (num as NodeNum) : undefined;
}

function describe({ nodeId, removed, changed }: Forgotten): string {
  const list = (rows: Readonly<Record<string, number>>) =>
    Object.entries(rows)
      .map(([table, count]) => `${table} ${count}`)
      .join(', ');
  if (Object.keys(removed).length + Object.keys(changed).length === 0) return `${nodeId}: nothing is stored`;
  const parts = [
    ...(Object.keys(removed).length === 0 ? [] : [`removed ${list(removed)}`]),
    ...(Object.keys(changed).length === 0 ? [] : [`no longer named in ${list(changed)}`]),
  ];
  return `${nodeId}: ${parts.join('; ')}`;
}

/** Runs `forget`. @throws FatalError (exit 64) naming every argument that is not a node; as `forgetNodes`. */
export function forget(args: readonly string[], readConfig: () => Config, print: (line: string) => void): void {
  const nodes = args.map((text) => ({ text, num: readNode(text) }));
  const mistakes = nodes
    .filter(({ num }) => num === undefined)
    .map(({ text }) => `${JSON.stringify(text)} is not a node`);
  if (nodes.length === 0) mistakes.push('forget needs at least one node as its argument');
  if (mistakes.length > 0) {
    const how = "Write a node id in quotes ('!a1b2c3d4') or a node number (2712847316)";
    throw new FatalError('usage', mistakes.join('; '), EXIT.usage, [how]);
  }
  const config = readConfig();
  const path = resolve(config.database.path);
  const nums = [...new Set(nodes.flatMap(({ num }) => (num === undefined ? [] : [num])))];
  const why = ', and would write the node again';
  for (const forgotten of whileStopped(path, 'forget', why, () => forgetNodes(path, nums))) print(describe(forgotten));
  const copies = copiesOf(path, backupDirectory(config));
  if (copies.length > 0)
    print(['Not touched, and may still hold it:', ...copies.map((copy) => `  ${copy}`)].join('\n'));
  print('Not touched: what Prometheus and logs have recorded.');
}
