import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import type { Logger } from 'pino';
import { stringify } from 'yaml';
import { resourceNames, type ResourceName } from '@mesh-observatory/contract/resources';
import type { Config } from '../config/config.js';
import { topicOfEnvelope } from '../decode/envelope-topic.js';
import { EXIT, FatalError } from '../errors.js';
import type { RawMessage, UnixMillis } from '../model.js';
import { readRecording, RECORDING_ENDINGS } from '../recording/read-recording.js';
import type { ReplayMessage, TopicOf } from '../recording/recorded-message.js';
import type { ReadStore } from '../store/store.js';
import { createIngestion } from './ingestion.js';
import { createStorage, type Storage } from './storage.js';

export interface ReplayOptions {
  /** Files and folders, played in this order; the files of a folder by name. */
  readonly paths: readonly string[];
  /** For messages whose file names none. Default: made of what the message says itself. */
  readonly topic?: string | undefined;
  /** Time of reception of the first message whose file has none. Default: now. */
  readonly startAt: UnixMillis;
  /** Database to play into, which must not exist. Default: a temporary one. */
  readonly database?: string | undefined;
  readonly logger: Logger;
}

/** The outcome of a replay: messages, refusals, and all that is stored afterwards. */
export interface ReplayReport {
  readonly messages: number;
  /** Messages that were not stored, and parts of files that are no message, with the reason. */
  readonly refused: readonly string[];
  readonly stored: Readonly<Record<string, readonly unknown[]>>;
}

/** Between messages whose times of reception are not known. */
const STEP_MS = 1_000;
const PAGE = 1_000;

/** Plays recorded messages through decoder, policy and store. @throws FatalError (64) for files that cannot be read. */
export async function replay(config: Config, options: ReplayOptions): Promise<ReplayReport> {
  const recordings = options.paths.flatMap(filesOf).map((path) => ({ path, ...readFile(path, options.topic) }));
  const folder = options.database === undefined ? mkdtempSync(join(tmpdir(), 'mesh-observatory-replay-')) : undefined;
  const path = folder === undefined ? resolve(options.database ?? '') : join(folder, 'replay.db');
  try {
    const clock = createReplayClock(options.startAt);
    const database = { ...config.database, path };
    const storage = createStorage({
      config: { ...config, database },
      simulated: false,
      health: () => undefined,
      logger: options.logger,
      clock: () => clock.now,
    });
    try {
      const refused = recordings.flatMap(({ problems }) => problems);
      const messages = recordings.flatMap((recording) =>
        recording.messages.map((message) => ({ file: basename(recording.path), message })),
      );
      refused.push(...(await play(config, storage, clock, options.logger, messages)));
      return { messages: messages.length, refused, stored: await readAll(storage.read) };
    } finally {
      await storage.close();
    }
  } finally {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  }
}

/** The report for people and for bug reports, as YAML without empty properties. */
export const renderReport = (report: ReplayReport): string =>
  stringify(JSON.parse(JSON.stringify(report, (_key, value: unknown) => value ?? undefined)), { lineWidth: 0 });

function filesOf(path: string): readonly string[] {
  try {
    if (!statSync(path).isDirectory()) return [path];
    const names = readdirSync(path).filter((name) => RECORDING_ENDINGS.some((ending) => name.endsWith(ending)));
    if (names.length > 0) return names.sort().map((name) => join(path, name));
  } catch (error) {
    throw unreadable(path, error instanceof Error ? error.message : String(error));
  }
  throw unreadable(path, `no file in it ends in ${RECORDING_ENDINGS.join(', ')}`);
}

function readFile(path: string, topic: string | undefined) {
  const topicOf: TopicOf = {
    envelope: (payload) => topic ?? topicOfEnvelope(payload),
    json: ({ sender }) => topic ?? `msh/2/json/LongFast/${typeof sender === 'string' ? sender : '!00000000'}`,
  };
  try {
    return readRecording(path, readFileSync(path, 'utf8'), topicOf);
  } catch (error) {
    throw unreadable(path, error instanceof Error ? error.message : String(error));
  }
}

const unreadable = (path: string, why: string) =>
  new FatalError('usage', `${JSON.stringify(path)} cannot be replayed: ${why}`, EXIT.usage);

/** Stands at the time of reception of the newest message, so that old recordings are judged by their own time. */
function createReplayClock(startAt: UnixMillis) {
  let now = startAt;
  let next: number = startAt;
  return {
    get now() {
      return now;
    },
    receive(message: ReplayMessage): RawMessage {
      const receivedAt = (message.receivedAt ?? next) as UnixMillis;
      next = receivedAt + STEP_MS;
      now = receivedAt;
      return { ...message, receivedAt, redelivered: false };
    },
  };
}

interface Played {
  readonly file: string;
  readonly message: ReplayMessage;
}

/** Plays the messages one after another. Returns a sentence for each that was refused. */
async function play(
  config: Config,
  storage: Storage,
  clock: ReturnType<typeof createReplayClock>,
  logger: Logger,
  played: readonly Played[],
): Promise<string[]> {
  const refused: string[] = [];
  /** The message that is being played, for people. */
  let current = '';
  const ingestion = createIngestion({
    config,
    simulatedChannels: [],
    storage,
    sinks: [],
    observer: {
      settled: () => undefined,
      committed: () => undefined,
      published: () => undefined,
      refused(reason, detail) {
        const why = detail === undefined ? `dropped by policy (${reason})` : `rejected (${reason}): ${detail}`;
        refused.push(`${current}: ${why}`);
      },
    },
    logger,
    clock: () => clock.now,
    onFatal: (error) => {
      throw error;
    },
  });
  for (const [index, { file, message }] of played.entries()) {
    current = `${file}: message ${index + 1} on ${message.topic}`;
    await ingestion.handle(clock.receive(message));
  }
  await ingestion.close();
  return refused;
}

async function readAll(read: ReadStore): Promise<Record<string, readonly unknown[]>> {
  const stored: Record<string, readonly unknown[]> = {};
  for (const resource of resourceNames) stored[resource] = await readList(read, resource);
  return stored;
}

async function readList(read: ReadStore, resource: ResourceName): Promise<readonly unknown[]> {
  const items: unknown[] = [];
  let cursor: string | undefined;
  do {
    const page = await read.list(resource, { limit: PAGE, ...(cursor === undefined ? {} : { cursor }) });
    items.push(...page.data);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return items;
}
