import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { layerCount, middle, openMap } from './support/meshMap';
import { startStubCollector, type StubFrame } from './support/stubCollector';
import { useBrowser } from './support/useBrowser';

const NODES = 10_000;
const LINKS = 20_000;

/** The same numbers every time, spread like random ones. */
function spread(seed: number): number {
  const value = Math.sin(seed * 12.9898) * 43_758.5453;
  return value - Math.floor(value);
}

const id = (at: number) => `!${(0x10000000 + at).toString(16)}`;
const every = <T>(count: number, value: (at: number) => T): T[] =>
  Array.from({ length: count }, (_item, at) => value(at));
const latitude = (at: number) => 47 + spread(at) * 3;
const longitude = (at: number) => 6 + spread(at + 0.5) * 6;
/** Who is near in the list is near in the country only by chance; links to a few neighbours are what meshes have. */
const target = (at: number) => (Math.floor(at / 2) + 1 + (at % 2)) % NODES;

function frame(name: string, columns: Record<string, [string, unknown[]]>): StubFrame {
  const fields = Object.entries(columns).map(([field, [type]]) => ({
    name: field,
    type,
    typeInfo: { frame: type, nullable: true },
  }));
  return { schema: { name, fields }, data: { values: Object.values(columns).map(([, values]) => values) } };
}

const nodes = frame('nodes', {
  nodeId: ['string', every(NODES, id)],
  shortName: ['string', every(NODES, (at) => at.toString(36))],
  longName: ['string', every(NODES, (at) => `Node ${at}`)],
  role: ['string', every(NODES, (at) => (at % 50 === 0 ? 'ROUTER' : 'CLIENT'))],
  latitude: ['number', every(NODES, latitude)],
  longitude: ['number', every(NODES, longitude)],
  lastHeard: ['time', every(NODES, (at) => Date.now() - at * 1000)],
  snr: ['number', every(NODES, (at) => Math.round(spread(at * 3) * 40 - 20))],
});

const links = frame('links', {
  fromId: ['string', every(LINKS, (at) => id(Math.floor(at / 2)))],
  toId: ['string', every(LINKS, (at) => id(target(at)))],
  sourceLatitude: ['number', every(LINKS, (at) => latitude(Math.floor(at / 2)))],
  sourceLongitude: ['number', every(LINKS, (at) => longitude(Math.floor(at / 2)))],
  targetLatitude: ['number', every(LINKS, (at) => latitude(target(at)))],
  targetLongitude: ['number', every(LINKS, (at) => longitude(target(at)))],
  kind: ['string', every(LINKS, () => 'direct')],
  snr: ['number', every(LINKS, (at) => Math.round(spread(at * 7) * 30 - 20))],
  count: ['number', every(LINKS, (at) => 1 + (at % 9))],
  lastSeen: ['time', every(LINKS, (at) => Date.now() - at * 500)],
});

describe(`A mesh of ${NODES} nodes and ${LINKS} links`, () => {
  const browser = useBrowser();
  let stub: Awaited<ReturnType<typeof startStubCollector>>;

  beforeAll(async () => {
    stub = await startStubCollector({ nodes: [nodes], links: [links] });
  });
  afterAll(() => stub.stop());

  it('is drawn, and can be moved about', async () => {
    const { url: previewUrl } = await browser.startPreview({ collectorUrl: stub.url });
    // Live updates are not what this is about: nothing answers them.
    browser.expectProblems(/WebSocket connection to .* failed/);
    const page = await openMap(browser, undefined, { previewUrl });
    expect(await layerCount(page, 'mesh-nodes')).toBe(NODES);
    expect(await layerCount(page, 'mesh-links')).toBe(LINKS);

    const { x, y } = await middle(page);
    await page.mouse.move(x, y);
    await page.mouse.down();
    const frames = page.evaluate(async () => {
      const times: number[] = [];
      for (let at = 0, before = performance.now(); at < 60; at++) {
        await new Promise((resolve) => requestAnimationFrame(resolve));
        const now = performance.now();
        times.push(now - before);
        before = now;
      }
      return times.sort((a, b) => a - b);
    });
    for (let step = 1; step <= 30; step++) {
      await page.mouse.move(x + step * 6, y + step * 3);
    }
    await page.mouse.up();
    const times = await frames;
    const [median, worst] = [times[30]!, times.at(-1)!];
    process.stdout.write(`Frame times while panning: median ${median.toFixed(0)} ms, worst ${worst.toFixed(0)} ms\n`);
    // A software renderer on a busy machine; a person would still call this moving.
    expect(median).toBeLessThan(250);
  });
});
