import { resolve } from 'node:path';
import type { Config } from '../config/config.js';
import { EXIT, FatalError } from '../errors.js';
import { createLogger } from '../logger.js';
import type { UnixMillis } from '../model.js';
import type { PolicyParts } from '../pipeline/policy.js';
import { openForCommand } from '../store/sqlite/file/open-for-command.js';
import { translateAtStart } from '../store/sqlite/file/sqlite-error.js';
import { createUnreadReader } from '../store/sqlite/read/unread.js';
import type { TimeRange, UnreadPackets, UnreadReader } from '../store/unread.js';
import { channelKeysOf } from './keys.js';
import { configuredPolicy } from './policy.js';
import { readTime } from './read-time.js';
import { redecode } from './redecode.js';
import type { RedecodeCounts } from './reread-copy.js';
import { loadSimulation } from './simulation.js';
import { openConfiguredStore } from './storage.js';
import { whileStopped } from './while-stopped.js';

export const REDECODE_USAGE = `Usage: mesh-observatory-collector redecode [--from TIME] [--to TIME] [--dry-run]

Decodes packets that were undecryptable or had no decoder when they were received: with channel keys that were added to
the configuration later, and with the decoders of a newer version. Their content is stored as of the time when they were
received; newer values stay, and receptions are not counted again. Running it again changes nothing. A run that was ended
is continued by the next one. The collector must be stopped.

  --from TIME     only packets received since then (2026-11-27T18:00Z)
  --to TIME       only packets received before then
  --dry-run       say what would be found and change nothing; the collector may run

Exit codes: 0 done, also when nothing could be decoded; 64 a mistake in the arguments or the configuration, or no database;
65 damaged; 69 the collector is running; 74 disk error; 78 the database is of another version, or of a simulated mesh.`;

export interface RedecodeOptions {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly 'dry-run'?: boolean | undefined;
}

const mistake = (message: string) => new FatalError('usage', message, EXIT.usage, REDECODE_USAGE.split('\n'));

function readRange({ from, to }: RedecodeOptions): TimeRange {
  const range = {
    from: from === undefined ? 0 : readTime('from', from, mistake),
    to: to === undefined ? Number.MAX_SAFE_INTEGER : readTime('to', to, mistake),
  };
  if (range.from >= range.to) throw mistake('--from must be before --to');
  return range;
}

/** Runs `redecode`. @throws FatalError with the exit codes above. */
export async function redecodeCommand(
  args: readonly string[],
  options: RedecodeOptions,
  readConfig: () => Config,
  print: (line: string) => void,
): Promise<void> {
  if (args.length > 0) throw mistake(`redecode takes no argument, and got ${JSON.stringify(args[0])}`);
  const range = readRange(options);
  const config = readConfig();
  const clock = () => Date.now() as UnixMillis;
  const simulation = await loadSimulation(config.simulation, clock());
  const keys = channelKeysOf(config, simulation?.describe().channels ?? []);
  const path = resolve(config.database.path);

  const run = (packets: UnreadReader, store: UnreadPackets | undefined, nodes: PolicyParts['nodes']) =>
    redecode({
      config,
      keys,
      policy: configuredPolicy(config, { rateLimitPerMinute: 0, nodes, onFlood: () => undefined }),
      packets,
      store,
      range,
      print,
    });

  if (options['dry-run'] === true) {
    const counts = reading(path, (reader) => run(reader, undefined, reader.nodes));
    print(describe(counts));
    print('Nothing was changed (--dry-run)');
    return;
  }
  // Not for the store to create or to migrate: in such a database there is nothing to read.
  reading(path, () => undefined);
  const database = { ...config.database, onCorruption: 'refuse' as const };
  const logger = createLogger({ level: 'silent', pretty: false });
  const store = whileStopped(path, 'redecode', '', () =>
    openConfiguredStore({ config: { ...config, database }, simulated: simulation !== undefined, logger, clock }),
  );
  try {
    print(describe(run(store.unread, store.unread, store.ingest.hot)));
  } catch (error) {
    throw translateAtStart(error, path);
  } finally {
    await store.maintenance.close();
  }
}

function reading<T>(path: string, work: (reader: UnreadReader) => T): T {
  try {
    const db = openForCommand(path, { readonly: true });
    try {
      return work(createUnreadReader(db));
    } finally {
      db.close();
    }
  } catch (error) {
    throw translateAtStart(error, path);
  }
}

function describe({ tried, decrypted, decoded, excluded, unknown }: RedecodeCounts): string {
  return [
    `${tried} ${tried === 1 ? 'packet' : 'packets'} tried: ${decrypted} decrypted, ${decoded} decoded`,
    ...describeReasons('Not to be stored', excluded),
    ...describeReasons('Still unknown', unknown),
  ].join('\n');
}

function describeReasons(title: string, reasons: Readonly<Record<string, number>>): string[] {
  const sorted = Object.entries(reasons).sort(([, a], [, b]) => b - a);
  if (sorted.length === 0) return [];
  const total = sorted.reduce((sum, [, count]) => sum + count, 0);
  return [`${title}: ${total}`, ...sorted.map(([reason, count]) => `  ${count} × ${reason}`)];
}
