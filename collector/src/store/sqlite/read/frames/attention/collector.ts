/** The collector itself, and the mesh as a whole: known without the database. */
import type { CollectorHealth } from '@mesh-observatory/contract/collector-metrics';
import { HOUR_MS } from '@mesh-observatory/contract/time';
import { formatDuration } from '../../../write/wording.js';
import type { AttentionItem, AttentionSource } from './item.js';

const NEARLY_FULL = 0.9;
/** A backup may be late by one interval. */
const BACKUPS_MISSED = 2;

type Row = Pick<AttentionItem, 'level' | 'subject' | 'detail' | 'since'> & { readonly kind?: 'mesh' };

function meshRows({ meshSilentSeconds }: CollectorHealth, now: number): Row[] {
  if (meshSilentSeconds === 0) return [];
  const detail = `Nothing has been heard for ${formatDuration(meshSilentSeconds)}`;
  return [{ kind: 'mesh', level: 'critical', subject: 'Whole mesh', detail, since: now - meshSilentSeconds * 1000 }];
}

function brokerRows({ brokers }: CollectorHealth): Row[] {
  return brokers
    .filter(({ connected }) => !connected)
    .map(({ name }) => ({ level: 'critical', subject: `Broker ${name}`, detail: 'Not connected', since: null }));
}

function databaseRows({ storeBlocked, databaseRatio, diskRatio }: CollectorHealth): Row[] {
  const rows: Row[] = [];
  if (storeBlocked) {
    const detail = 'Cannot be written: the brokers keep the messages';
    rows.push({ level: 'critical', subject: 'Database', detail, since: null });
  }
  const used = Math.max(databaseRatio ?? 0, diskRatio ?? 0);
  if (used >= NEARLY_FULL) {
    const detail = `Uses ${Math.round(used * 100)} % of its space`;
    rows.push({ level: 'warning', subject: 'Database', detail, since: null });
  }
  return rows;
}

function backupRows({ backups }: CollectorHealth, now: number): Row[] {
  if (backups === null) return [];
  const { everyHours, since, failed } = backups;
  if (failed) {
    return [{ level: 'warning', subject: 'Backup', detail: 'The last one failed; the log says why', since }];
  }
  if (now - since <= BACKUPS_MISSED * everyHours * HOUR_MS) return [];
  return [{ level: 'warning', subject: 'Backup', detail: `None for ${formatDuration((now - since) / 1000)}`, since }];
}

export const findCollectorProblems: AttentionSource = ({ context: { health, reader } }) => {
  const about = { kind: 'collector', node: null, page: 'mesh-collector' } as const;
  if (health === undefined) {
    const detail = 'Whether brokers are connected and the mesh is heard is not known';
    return [{ ...about, level: 'unknown', subject: 'Collector', detail, since: null }];
  }
  const rows = [
    ...meshRows(health, reader.now),
    ...brokerRows(health),
    ...databaseRows(health),
    ...backupRows(health, reader.now),
  ];
  return rows.map((row) => ({ ...about, ...row }));
};
