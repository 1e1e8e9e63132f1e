/**
 * Takes the screenshots for the README and for Grafana's catalog: the built plugin in the preview, with a simulated mesh.
 * Run `npm run build` first, then `npm run screenshots [-- name …]`. Needs pngquant, and a font with emoji, because many
 * nodes have an emoji as short name (Debian: pngquant, fonts-noto-color-emoji).
 */
import { spawnSync } from 'node:child_process';
import { copyFile, mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { buildHost } from '../preview/build/build-host.mjs';
import { startPreview } from '../preview/server/preview-server.mjs';
import { chromiumArguments, chromiumPath } from '../test/browser/support/chromium.mjs';
import { startSimulatedCollector } from '@mesh-observatory/test-kit/collector';

const root = fileURLToPath(new URL('..', import.meta.url));
const target = path.join(root, 'src/img/screenshots');
/** Screenshots that the README of the project shows. */
const documentation = path.join(root, '..', 'docs/img');
const MOST_BYTES = 250_000;
const SIZE = { width: 1440, height: 900 };
/** The map draws texts, links and tracks over several frames. */
const DRAWN_MS = 2500;

const MAP = '/d/mesh-overview?viewPanel=panel-10';
/** The panel without the page around it. */
const PANEL = 'main section';
const legendCounts = (page) => page.getByTestId('mesh-map-layer-mesh-nodes').waitFor();

async function mapWithCard(page) {
  await legendCounts(page);
  const search = page.getByTestId('mesh-map-search');
  await search.fill('schlossberg');
  await page.getByTestId('mesh-map-search-result').first().waitFor();
  await search.press('Enter');
  await page.getByTestId('mesh-map-card').waitFor();
}

async function chooseQuery(page, kind) {
  const choice = page.getByTestId('query-editor-row-A').getByRole('combobox').first();
  await choice.click();
  await choice.fill(kind);
  await page.getByRole('option', { name: kind }).first().click();
}

const shots = [
  { name: 'dashboard-dark', address: '/', theme: 'dark', prepare: legendCounts, documentedAs: 'preview-dark' },
  {
    name: 'dashboard-light',
    address: '/',
    theme: 'light',
    prepare: legendCounts,
    documentedAs: 'preview-light',
  },
  { name: 'map-dark', address: MAP, theme: 'dark', prepare: legendCounts, part: PANEL },
  { name: 'map-light', address: MAP, theme: 'light', prepare: legendCounts, part: PANEL },
  { name: 'node-card', address: MAP, theme: 'dark', prepare: mapWithCard, part: PANEL },
  {
    name: 'messages',
    address: '/d/mesh-messages',
    theme: 'dark',
    prepare: (page) => page.getByRole('gridcell').first().waitFor(),
  },
  {
    name: 'query-editor',
    address: '/explore',
    theme: 'dark',
    prepare: async (page) => {
      await chooseQuery(page, 'Traffic');
      await page.getByText(/^Done: \d+ frames/).waitFor();
    },
  },
  {
    name: 'set-up-check',
    address: '/a/meshobservatory-meshtastic-app',
    theme: 'dark',
    prepare: (page) => page.getByText(/Last packet .* ago/).waitFor(),
  },
];

async function take(browser, baseURL, { name, address, theme, prepare, part, documentedAs }) {
  const page = await browser.newPage({ baseURL, viewport: SIZE, timezoneId: 'Europe/Berlin', locale: 'en-US' });
  await page.goto(`${address}${address.includes('?') ? '&' : '?'}theme=${theme}`);
  await prepare(page);
  await page.mouse.move(0, 0);
  await page.waitForTimeout(DRAWN_MS);
  const file = path.join(target, `${name}.png`);
  await (part === undefined ? page : page.locator(part).first()).screenshot({ path: file });
  await page.close();
  const bytes = await shrink(file);
  process.stdout.write(`${path.relative(root, file)} ${Math.round(bytes / 1000)} kB\n`);
  if (documentedAs !== undefined) {
    await copyFile(file, path.join(documentation, `${documentedAs}.png`));
  }
}

/** A palette of 256 colors makes the file three times smaller. */
async function shrink(file) {
  const { error, status } = spawnSync('pngquant', ['--force', '--ext', '.png', '--speed', '1', '--strip', file]);
  if (error !== undefined || status !== 0) {
    throw new Error('pngquant is missing or failed: sudo apt-get install pngquant');
  }
  const { size } = await stat(file);
  if (size > MOST_BYTES) {
    throw new Error(`${file} has ${size} bytes; ${MOST_BYTES} are allowed.`);
  }
  return size;
}

const wanted = process.argv.slice(2);
const chosen = shots.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
await mkdir(target, { recursive: true });
const hostDirectory = await buildHost();
const collector = await startSimulatedCollector('nodes=60,seed=7,history=12');
const preview = await startPreview({
  collectorUrl: collector.url,
  hostDirectory,
  pluginDirectory: process.env.PLUGIN_DIRECTORY ?? path.join(root, 'dist'),
  port: 0,
});
const browser = await chromium.launch({ executablePath: chromiumPath(), args: chromiumArguments });
try {
  for (const shot of chosen) {
    await take(browser, preview.url, shot);
  }
} finally {
  await browser.close();
  await preview.stop();
  await collector.stop();
}
