/** The built collector with the simulated mesh, as a process of its own. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const main = join(import.meta.dirname, '..', '..', 'collector', 'dist', 'main.js');

export interface Collector {
  readonly url: string;
  stop(): Promise<void>;
}

interface LogEntry {
  readonly event?: string;
  readonly http?: string;
}

/** Resolves when the history of the simulated mesh is in the database. */
export async function startCollector(environment: Record<string, string> = {}): Promise<Collector> {
  const folder = mkdtempSync(join(tmpdir(), 'mesh-dashboards-'));
  const child = spawn(process.execPath, [main], {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      LOG_FORMAT: 'json',
      PORT: '0',
      EMBEDDED_BROKER_PORT: '0',
      DATABASE_PATH: join(folder, 'mesh.db'),
      SIMULATE: 'nodes=60,seed=7,history=50',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const url = await new Promise<string>((resolve, reject) => {
    let http = '';
    child.once('exit', (code) => reject(new Error(`The collector ended with ${String(code)}. ${errors}`)));
    createInterface({ input: child.stdout }).on('line', (text) => {
      const entry = text.startsWith('{') ? (JSON.parse(text) as LogEntry) : {};
      if (entry.event === 'collector.started') http = entry.http ?? '';
      if (entry.event === 'simulation.history_stored') resolve(http);
    });
  });
  return {
    url,
    async stop() {
      child.kill('SIGTERM');
      await exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
