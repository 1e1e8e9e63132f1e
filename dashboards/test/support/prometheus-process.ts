import { join } from 'node:path';
import { spawnProgram, untilReady } from '@mesh-observatory/test-kit/child-process';
import { until } from '@mesh-observatory/test-kit/until';

export interface PrometheusServer {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** Runs Prometheus on a port of this machine, with the `prometheus.yml` of a folder, and waits until it is ready. */
export async function runPrometheus(folder: string, port: number): Promise<PrometheusServer> {
  const program = spawnProgram('prometheus', [
    `--config.file=${join(folder, 'prometheus.yml')}`,
    `--storage.tsdb.path=${join(folder, 'data')}`,
    `--web.listen-address=127.0.0.1:${port}`,
    '--log.level=warn',
  ]);
  const url = `http://127.0.0.1:${port}`;
  await untilReady(
    'Prometheus',
    program,
    until(async () => (await fetch(`${url}/-/ready`)).ok, { timeoutMs: 230_000, everyMs: 200 }),
  );
  return {
    url,
    async stop() {
      await program.stop();
    },
  };
}
