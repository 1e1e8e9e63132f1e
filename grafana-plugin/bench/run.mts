/**
 * How fast the map is with 10,000 nodes and 20,000 links, in headless Chromium: figures, no assertions.
 * `npm run build` first; then `npm run bench [-- canvas|webgl …] [--nodes=2000] [--links=4000] [--moved=10]`.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Page } from 'playwright-core';
import { buildHost } from '../preview/build/build-host.mjs';
import { startPreview } from '../preview/server/preview-server.mjs';
import { BIG_LINKS, BIG_NODES, createBigMesh } from '../test/browser/support/bigMesh';
import { chromiumArguments, chromiumPath } from '../test/browser/support/chromium.mjs';
import { startStubCollector } from '../test/browser/support/stubCollector';
import { measureFrames, measureFirstPaint, measureUpdate, type FrameTimes, type Update } from './measure';

const UPDATES = 7;
const DRAG_STEPS = 90;
/** A tick of a mouse's wheel. */
const WHEEL_PX = 100;
const SIZE = { width: 1600, height: 1000 };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    nodes: { type: 'string', default: String(BIG_NODES) },
    links: { type: 'string', default: String(BIG_LINKS) },
    moved: { type: 'string', default: '1000' },
  },
});
const mesh = { nodes: Number(values.nodes), links: Number(values.links), now: Date.now() };
const movedNodes = Number(values.moved);

const renderers: Readonly<Record<string, string[]>> = {
  canvas: ['--disable-3d-apis'],
  // Without a graphics card this is WebGL in software, which the panel does not choose by itself.
  webgl: [],
};

async function dragAbout(page: Page): Promise<void> {
  const [x, y] = [SIZE.width / 2, SIZE.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (let step = 1; step <= DRAG_STEPS; step++) {
    const turn = (step / DRAG_STEPS) * 2 * Math.PI;
    await page.mouse.move(x + Math.sin(turn) * 320, y + (1 - Math.cos(turn)) * 160);
  }
  await page.mouse.up();
}

async function zoomInAndOut(page: Page): Promise<void> {
  await page.mouse.move(SIZE.width / 2, SIZE.height / 2);
  for (const direction of [-1, -1, -1, -1, -1, -1, 1, 1, 1, 1, 1, 1]) {
    await page.mouse.wheel(0, direction * WHEEL_PX);
    await page.waitForTimeout(120);
  }
}

const milliseconds = (value: number) => `${value.toFixed(value < 10 ? 1 : 0)} ms`;
const line = (what: string, figures: string) => process.stdout.write(`  ${what.padEnd(44)}${figures}\n`);
const framesLine = (what: string, { median, p95, worst, count }: FrameTimes) =>
  line(
    what,
    `median ${milliseconds(median)}, p95 ${milliseconds(p95)}, worst ${milliseconds(worst)} (${count} frames)`,
  );

async function run(renderer: string, hostDirectory: string): Promise<void> {
  const meshes = [createBigMesh(mesh), createBigMesh({ ...mesh, moved: movedNodes })];
  const answers = { ...meshes[0]! };
  const stub = await startStubCollector(answers);
  const preview = await startPreview({
    collectorUrl: stub.url,
    hostDirectory,
    pluginDirectory: join(import.meta.dirname, '..', 'dist'),
    port: 0,
  });
  const browser = await chromium.launch({
    executablePath: chromiumPath(),
    args: [...chromiumArguments, ...(renderers[renderer] ?? [])],
  });
  try {
    const page = await browser.newPage({ viewport: SIZE, reducedMotion: 'no-preference' });
    // tsx gives functions their names with this, also those that are sent to the page.
    await page.addInitScript('globalThis.__name ??= (named) => named;');
    process.stdout.write(`${renderer}\n`);
    const first = await measureFirstPaint(page, `${preview.url}/d/mesh-overview?viewPanel=panel-10`, mesh.nodes);
    line('first picture after the data', milliseconds(first.afterData));
    line('  of it reading the frames', milliseconds(first.read));
    line('  of it making what is on the map', milliseconds(first.update));
    framesLine('frames while dragging', await measureFrames(page, () => dragAbout(page)));
    framesLine('frames while zooming', await measureFrames(page, () => zoomInAndOut(page)));
    const updates: Update[] = [];
    for (let at = 1; at <= UPDATES; at++) {
      Object.assign(answers, meshes[at % 2]);
      updates.push(await measureUpdate(page));
    }
    const middle = (of: (update: Update) => number) =>
      milliseconds(updates.map(of).sort((a, b) => a - b)[Math.floor(UPDATES / 2)] ?? NaN);
    line(
      `an answer in which ${movedNodes} nodes moved`,
      middle(({ read, update }) => read + update),
    );
    line(
      '  of it reading the frames',
      middle(({ read }) => read),
    );
    line(
      '  of it changing what is on the map',
      middle(({ update }) => update),
    );
    line(
      '  longest frame around it',
      middle(({ longestFrame }) => longestFrame),
    );
    const folder = join(tmpdir(), 'mesh-observatory-bench');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, `${renderer}.png`), await page.screenshot());
    line('picture', join(folder, `${renderer}.png`));
  } finally {
    await browser.close();
    await preview.stop();
    await stub.stop();
  }
}

const hostDirectory = await buildHost();
process.stdout.write(
  `${mesh.nodes} nodes, ${mesh.links} links; ${cpus().length} × ${cpus()[0]?.model ?? 'processor'}\n`,
);
for (const renderer of positionals.length > 0 ? positionals : ['canvas']) {
  await run(renderer, hostDirectory);
}
