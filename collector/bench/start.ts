/** Measures the time from the start of the process to a positive `/readyz`, in the demo and with a new database. */
import { join } from 'node:path';
import { startCollector } from '@mesh-observatory/test-kit/collector';
import { temporaryFolder } from '@mesh-observatory/test-kit/temporary-folder';
import { until } from '@mesh-observatory/test-kit/until';

const RUNS = 7;

async function once(): Promise<number> {
  const folder = temporaryFolder();
  const before = performance.now();
  const collector = await startCollector({
    EMBEDDED_BROKER_PORT: '0',
    SIMULATE: 'true',
    DATABASE_PATH: join(folder.path, 'start.db'),
  });
  await until(async () => (await fetch(`${collector.url}/readyz`)).status === 200);
  const milliseconds = performance.now() - before;
  await collector.stop();
  folder.remove();
  return milliseconds;
}

export async function runStart(): Promise<void> {
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) times.push(await once());
  times.sort((a, b) => a - b);
  const shown = times.map((time) => time.toFixed(0)).join(' ');
  process.stdout.write(`start to ready   median ${times[RUNS >> 1]?.toFixed(0) ?? '?'} ms (${shown})\n`);
}
