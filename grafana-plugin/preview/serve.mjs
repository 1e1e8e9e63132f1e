#!/usr/bin/env node
/** Serves the preview of the plugin: `node preview/serve.mjs --collector http://127.0.0.1:8080`. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildHost } from './build/build-host.mjs';
import { startPreview } from './server/preview-server.mjs';

const usage = `Shows the Mesh Observatory plugin and its dashboards without a Grafana server.

  --collector URL    base URL of the collector               (default http://127.0.0.1:8080, or the port in PORT)
  --prometheus URL   Prometheus that scrapes the collector  (default: none, or PROMETHEUS_URL)
  --port NUMBER      port of the page; 0 for any free port  (default 3300)
  --host ADDRESS     address to listen on                   (default 127.0.0.1)
  --token-file FILE  file with the collector's API token    (default: API_TOKEN or API_TOKEN_FILE, as for the collector)
  --plugin FOLDER    folder with the built plugin           (default dist, beside preview/)
  --rebuild          rebuild the page even if nothing changed
`;

const log = (/** @type {string} */ sentence) => void process.stderr.write(`${sentence}\n`);

async function main() {
  const { values } = parseArgs({
    options: {
      collector: { type: 'string', default: `http://127.0.0.1:${process.env['PORT'] || 8080}` },
      prometheus: { type: 'string', default: process.env['PROMETHEUS_URL'] || undefined },
      port: { type: 'string', default: '3300' },
      host: { type: 'string', default: '127.0.0.1' },
      'token-file': { type: 'string' },
      plugin: { type: 'string', default: join(import.meta.dirname, '..', 'dist') },
      rebuild: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return;
  }
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error(`--port is "${values.port}"; it must be a number from 0 to 65535.`);
  }
  const apiToken = await readToken(values['token-file'] ?? process.env['API_TOKEN_FILE']);
  const preview = await startPreview({
    collectorUrl: values.collector,
    hostDirectory: await buildHost({ force: values.rebuild, log }),
    pluginDirectory: values.plugin,
    host: values.host,
    port,
    log,
    ...(values.prometheus === undefined ? {} : { prometheusUrl: values.prometheus }),
    ...(apiToken === undefined ? {} : { apiToken }),
  });
  process.stdout.write(`Preview of the plugin (not Grafana): ${preview.url}\n`);
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, () => void preview.stop());
  }
}

/** @param {string | undefined} file */
async function readToken(file) {
  const token = file === undefined || file === '' ? process.env['API_TOKEN'] : (await readFile(file, 'utf8')).trim();
  return token === '' ? undefined : token;
}

main().catch((/** @type {Error & { code?: string }} */ error) => {
  log(
    error.code === 'EADDRINUSE' ? `The preview cannot start: ${error.message}. Choose another --port.` : error.message,
  );
  process.exitCode = 1;
});
