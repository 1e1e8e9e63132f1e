import { mkdir, open, readdir, rm, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { MINUTE_MS } from '@mesh-observatory/contract/time';
import type { Logger } from 'pino';
import type { RawMessage, UnixMillis } from '../model.js';
import { createThrottledLog } from '../throttled-log.js';
import { toLine } from './recorded-message.js';

export interface RecorderOptions {
  readonly directory: string;
  /** Of all recordings together; the oldest files go first. */
  readonly maxBytes: number;
  readonly clock: () => UnixMillis;
  readonly logger: Logger;
}

/** Writes every message to files as the broker delivered it, for `replay`. It never delays or refuses a message. */
export interface Recorder {
  record(message: RawMessage): void;
  /** Resolves when what was recorded is in the file. */
  close(): Promise<void>;
}

const FILE_NAME = /^recording-.*\.jsonl$/;
/** The oldest of so many files is removed when they are full: a tenth of the history at a time. */
const FILES = 10;
/** Lines wait here for a slow disk; beyond it they are counted and left out. */
const MAX_WAITING_BYTES = 4 * 1024 * 1024;
/** Recordings hold texts and positions: they are for the owner of the collector only. */
const FILE_MODE = 0o600;

export function createRecorder(options: RecorderOptions): Recorder {
  return new FileRecorder(options);
}

class FileRecorder implements Recorder {
  readonly #log;
  #waiting: string[] = [];
  #waitingBytes = 0;
  #skipped = 0;
  #file: FileHandle | undefined;
  #fileBytes = 0;
  #writing: Promise<void> | undefined;

  constructor(private readonly options: RecorderOptions) {
    this.#log = createThrottledLog(options.logger, MINUTE_MS);
  }

  record(message: RawMessage): void {
    const line = toLine(message);
    if (this.#waitingBytes + line.length > MAX_WAITING_BYTES) {
      this.#skipped += 1;
      const fields = { event: 'recording.skipped', messages: this.#skipped };
      this.#log.log('warn', 'skipped', fields, 'The disk is too slow to record every message; some are left out');
      return;
    }
    this.#waiting.push(line);
    this.#waitingBytes += line.length;
    this.#writing ??= this.#write().finally(() => (this.#writing = undefined));
  }

  async close(): Promise<void> {
    await this.#writing;
    await this.#file?.close();
    this.#file = undefined;
  }

  async #write(): Promise<void> {
    // What arrives while one group is written is the next group.
    while (this.#waiting.length > 0) {
      try {
        const file = await this.#current();
        const { bytesWritten } = await file.write(this.#takeLines(this.options.maxBytes / FILES - this.#fileBytes));
        this.#fileBytes += bytesWritten;
      } catch (error) {
        const { directory } = this.options;
        const fields = { event: 'recording.failed', err: error, directory };
        this.#log.log('error', 'failed', fields, 'Messages cannot be recorded; they are stored all the same');
        await this.#closeFile();
        this.#takeLines(Infinity);
      }
    }
  }

  /** As many waiting lines as fit, and at least one. */
  #takeLines(room: number): string {
    let bytes = 0;
    let count = 0;
    for (const { length } of this.#waiting) {
      if (count > 0 && bytes + length > room) break;
      bytes += length;
      count += 1;
    }
    this.#waitingBytes -= bytes;
    return this.#waiting.splice(0, count).join('');
  }

  async #current(): Promise<FileHandle> {
    const { directory, maxBytes, clock } = this.options;
    if (this.#file !== undefined && this.#fileBytes < maxBytes / FILES) return this.#file;
    await this.#closeFile();
    await mkdir(directory, { recursive: true, mode: 0o700 });
    await this.#removeOldest();
    const time = new Date(clock()).toISOString().replaceAll(':', '').replace('.', '-');
    this.#file = await open(join(directory, `recording-${time}.jsonl`), 'a', FILE_MODE);
    this.#fileBytes = 0;
    return this.#file;
  }

  async #closeFile(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    await file?.close().catch(() => undefined);
  }

  /** Leaves room for one more full file. Names sort by time. */
  async #removeOldest(): Promise<void> {
    const { directory, maxBytes } = this.options;
    const names = (await readdir(directory)).filter((name) => FILE_NAME.test(name)).sort();
    const files = await Promise.all(
      names.map(async (name) => ({ path: join(directory, name), bytes: (await stat(join(directory, name))).size })),
    );
    let total = files.reduce((sum, { bytes }) => sum + bytes, 0);
    for (const { path, bytes } of files) {
      if (total <= maxBytes - maxBytes / FILES) return;
      await rm(path, { force: true });
      total -= bytes;
    }
  }
}
