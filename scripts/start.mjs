// `npm start`: runs the collector and, beside it, the preview of the Grafana plugin.
// PREVIEW_PORT is the port of the preview (default 3300); 0 turns the preview off.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

const collectorPort = process.env.PORT || '8080';
const previewPort = Number(process.env.PREVIEW_PORT || 3300);
const host = process.env.HOST || '127.0.0.1';
// A collector that listens on every address also answers on loopback.
const reachableHost = ['0.0.0.0', '::'].includes(host) ? '127.0.0.1' : host;
const collectorUrl = `http://${reachableHost.includes(':') ? `[${reachableHost}]` : reachableHost}:${collectorPort}`;

const { config } = JSON.parse(readFileSync(new URL('../collector/package.json', import.meta.url), 'utf8'));
const main = new URL('../collector/dist/main.js', import.meta.url).pathname;
const collector = spawn(process.execPath, [...config.nodeFlags.split(' '), main], { stdio: 'inherit' });
let preview;

// The terminal sends Ctrl-C to the collector as well, so only SIGTERM is passed on. This process ends with the collector.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => collector.kill('SIGTERM'));
collector.on('exit', async (code) => {
  await preview?.stop();
  process.exit(code ?? 1);
});

/** Resolves to true once the collector answers, or to false when it has ended. */
async function waitForCollector() {
  while (collector.exitCode === null) {
    const response = await fetch(`${collectorUrl}/healthz`).catch(() => undefined);
    if (response?.ok) return true;
    await delay(100);
  }
  return false;
}

async function startPreviewServer() {
  const plugin = new URL('../grafana-plugin/', import.meta.url);
  if (previewPort === 0 || !existsSync(new URL('dist/module.js', plugin)) || !(await waitForCollector())) return;
  const { buildHost } = await import(new URL('preview/build/build-host.mjs', plugin));
  const { startPreview } = await import(new URL('preview/server/preview-server.mjs', plugin));
  const tokenFile = process.env.API_TOKEN_FILE;
  const apiToken = process.env.API_TOKEN || (tokenFile ? readFileSync(tokenFile, 'utf8').trim() : undefined);
  const log = (sentence) => void process.stderr.write(`${sentence}\n`);
  preview = await startPreview({
    collectorUrl,
    hostDirectory: await buildHost({ force: false, log }),
    pluginDirectory: new URL('dist', plugin).pathname,
    host: '127.0.0.1',
    port: previewPort,
    log,
    ...(process.env.PROMETHEUS_URL ? { prometheusUrl: process.env.PROMETHEUS_URL } : {}),
    ...(apiToken === undefined ? {} : { apiToken }),
  });
  console.log(`\n  Dashboards       ${preview.url}  (a preview of the plugin, without a Grafana server)\n`);
}

startPreviewServer().catch((error) => {
  const hint =
    error.code === 'EADDRINUSE' ? ` Port ${previewPort} is in use: set PREVIEW_PORT to another port, or to 0.` : '';
  console.error(`The preview cannot start: ${error.message}.${hint} The collector keeps running.`);
});
