import { resolve } from 'node:path';
import type { Logger } from 'pino';
import type { Config } from '../config/config.js';
import { metricCatalog } from '../decode/telemetry-catalog.js';
import type { UnixMillis } from '../model.js';
import { openStore, type Store } from '../store/sqlite/store.js';
import { createQueryViews } from '../store/sqlite/read/live/views.js';
import { createReadStore } from '../store/sqlite/read/store.js';
import type { GetHealth, IngestStore, QueryViews, ReadStore, StoreMaintenance } from '../store/store.js';

export interface Storage {
  readonly ingest: IngestStore;
  readonly read: ReadStore;
  readonly views: QueryViews;
  readonly maintenance: StoreMaintenance;
  /** Kept across restarts for the sessions at the brokers. */
  readonly brokerMemory: {
    readonly clientId: string;
    readonly previousFilters: (broker: string) => readonly string[];
    readonly rememberFilters: (broker: string, filters: readonly string[]) => void;
  };
  close(): Promise<void>;
}

export interface StorageParts {
  readonly config: Config;
  readonly simulated: boolean;
  /** Current health of the collector, once it is known. */
  readonly health: GetHealth;
  readonly logger: Logger;
  readonly clock: () => UnixMillis;
}

/** Opens the database for writing, as it is configured. @throws FatalError as `openStore`. */
export function openConfiguredStore({ config, simulated, logger, clock }: Omit<StorageParts, 'health'>): Store {
  const { database } = config;
  return openStore({
    path: resolve(database.path),
    synchronous: database.synchronous,
    onCorruption: database.onCorruption,
    simulated,
    catalog: metricCatalog,
    storeText: config.text !== 'none',
    retention: {
      defaultDays: database.retentionDays,
      daysByKind: database.retentionDaysByKind,
      rollupDays: database.rollupRetentionDays,
      maxBytes: database.maxBytes,
      undecryptedMaxBytes: database.undecryptedMaxBytes,
    },
    radio: config.radio,
    backupKeep: database.backup.keep,
    clock,
    logger,
  });
}

export function createStorage({ config, simulated, health, logger, clock }: StorageParts): Storage {
  const path = resolve(config.database.path);
  const { ingest, maintenance, metadata } = openConfiguredStore({ config, simulated, logger, clock });
  const read = createReadStore({
    path,
    now: clock,
    health,
    radio: config.radio,
    onFault: (fault) => logger.error({ event: 'query.failed', fault }, 'A query failed unexpectedly'),
  });
  const views = createQueryViews({ read, now: clock });
  return {
    ingest,
    read,
    views,
    maintenance,
    brokerMemory: {
      clientId: metadata.clientId,
      previousFilters: (broker) => JSON.parse(metadata.read(`filters:${broker}`) ?? '[]') as string[],
      rememberFilters: (broker, filters) => metadata.write(`filters:${broker}`, JSON.stringify(filters)),
    },
    async close() {
      views.close();
      await read.close();
      await maintenance.close();
    },
  };
}
