// What people see who type `npm start`: the collector, and beside it the plugin in a page that stands in for Grafana.
// PREVIEW_PORT chooses the port of the page (default 3300); 0 leaves the page out.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

const collectorPort = process.env.PORT || '8080';
const previewPort = Number(process.env.PREVIEW_PORT || 3300);
const host = process.env.HOST || '127.0.0.1';
// Who listens everywhere is reached on loopback, too.
const reachable = ['0.0.0.0', '::'].includes(host) ? '127.0.0.1' : host;
const collectorUrl = `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${collectorPort}`;

const { scripts } = JSON.parse(readFileSync(new URL('../collector/package.json', import.meta.url), 'utf8'));
const flags = scripts.start.split(' ').filter((word) => word.startsWith('--'));
const main = new URL('../collector/dist/main.js', import.meta.url).pathname;
const collector = spawn(process.execPath, [...flags, main], { stdio: 'inherit' });
let preview;

// Ctrl-C reaches the collector by itself; it flushes and ends, and its end is ours.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => signal === 'SIGTERM' && collector.kill(signal));
collector.on('exit', async (code) => {
  await preview?.stop();
  process.exit(code ?? 1);
});

async function collectorServes() {
  while (collector.exitCode === null) {
    const answer = await fetch(`${collectorUrl}/healthz`).catch(() => undefined);
    if (answer?.ok) return true;
    await delay(100);
  }
  return false;
}

async function showPlugin() {
  const plugin = new URL('../grafana-plugin/', import.meta.url);
  if (previewPort === 0 || !existsSync(new URL('dist/module.js', plugin)) || !(await collectorServes())) return;
  const { buildHost } = await import(new URL('preview/build/build-host.mjs', plugin));
  const { startPreview } = await import(new URL('preview/server/preview-server.mjs', plugin));
  const tokenFile = process.env.API_TOKEN_FILE;
  const apiToken = process.env.API_TOKEN || (tokenFile ? readFileSync(tokenFile, 'utf8').trim() : undefined);
  const say = (sentence) => void process.stderr.write(`${sentence}\n`);
  preview = await startPreview({
    collectorUrl,
    hostDirectory: await buildHost({ force: false, log: say }),
    pluginDirectory: new URL('dist', plugin).pathname,
    host: '127.0.0.1',
    port: previewPort,
    log: say,
    ...(process.env.PROMETHEUS_URL ? { prometheusUrl: process.env.PROMETHEUS_URL } : {}),
    ...(apiToken === undefined ? {} : { apiToken }),
  });
  console.log(`\n  The Grafana plugin, in a page (not Grafana):  ${preview.url}\n`);
}

showPlugin().catch((error) => {
  const hint =
    error.code === 'EADDRINUSE' ? ` Port ${previewPort} is taken: choose another PREVIEW_PORT, or 0 for none.` : '';
  console.error(`The plugin's page cannot be shown: ${error.message}.${hint} The collector goes on without it.`);
});
