/** A real Prometheus that scrapes a collector every second. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '@mesh-observatory/test-kit/free-port';
import { temporaryFolder } from '@mesh-observatory/test-kit/temporary-folder';
import { runPrometheus, type PrometheusServer } from './prometheus-process.js';

export async function startPrometheus(collectorUrl: string): Promise<PrometheusServer> {
  const { path: folder } = temporaryFolder('prometheus-');
  const port = await freePort();
  writeFileSync(
    join(folder, 'prometheus.yml'),
    `global: { scrape_interval: 1s, scrape_timeout: 1s }
scrape_configs:
  - job_name: mesh-observatory
    static_configs: [{ targets: ['${new URL(collectorUrl).host}'] }]
`,
  );
  return runPrometheus(folder, port);
}
