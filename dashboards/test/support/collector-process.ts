/** The built collector as a process of its own, with an embedded broker and a calendar that can be moved on. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { inRepository } from './repository.js';

const MAIN = inRepository('collector/dist/main.js');

export interface CollectorProcess {
  readonly url: string;
  readonly brokerPort: number;
  /** Milliseconds since 1970 by its calendar. */
  now(): number;
  /** Whether there is room on its disk. */
  setDiskFull(full: boolean): void;
  /** Lets time pass for the collector. */
  pass(seconds: number): void;
  /** Ends it at once, as a power cut does; `stop` is still to be called. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

interface Started {
  readonly event?: string;
  readonly http?: string;
  readonly embeddedBrokerPort?: number;
}

export async function startCollectorProcess(
  env: Readonly<Record<string, string>> = {},
  /** Its calendar may begin in the past. */
  startsHoursAgo = 0,
): Promise<CollectorProcess> {
  if (!existsSync(MAIN)) throw new Error('The collector is not built: run `npm run build -w collector` first');
  const folder = mkdtempSync(join(tmpdir(), 'mesh-alerts-'));
  const clockFile = join(folder, 'clock');
  let aheadMs = -startsHoursAgo * 3_600_000;
  // In one step: who reads meanwhile sees the old value or the new one.
  const setClock = () => {
    writeFileSync(`${clockFile}.new`, String(aheadMs));
    renameSync(`${clockFile}.new`, clockFile);
  };
  setClock();
  const diskFullFile = join(folder, 'disk-full');
  const preloads = ['shifted-clock.mjs', 'full-disk.mjs'].flatMap((name) => [
    '--import',
    join(import.meta.dirname, name),
  ]);
  const child = spawn(process.execPath, [...preloads, MAIN], {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      LOG_FORMAT: 'json',
      PORT: '0',
      EMBEDDED_BROKER: 'true',
      EMBEDDED_BROKER_PORT: '0',
      DATABASE_PATH: join(folder, 'mesh.db'),
      CLOCK_FILE: clockFile,
      DISK_FULL_FILE: diskFullFile,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const started = await new Promise<Started>((resolve, reject) => {
    child.once('close', (code) => reject(new Error(`The collector ended with ${String(code)}. ${said}`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const entry = line.startsWith('{') ? (JSON.parse(line) as Started) : {};
      if (entry.event === 'collector.started') resolve(entry);
    });
  });
  return {
    url: started.http ?? '',
    brokerPort: started.embeddedBrokerPort ?? 0,
    now: () => Date.now() + aheadMs,
    setDiskFull(full) {
      if (full) writeFileSync(diskFullFile, '');
      else rmSync(diskFullFile);
    },
    pass(seconds) {
      aheadMs += seconds * 1000;
      setClock();
    },
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      await exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
