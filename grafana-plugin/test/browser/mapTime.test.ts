import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { panel } from './support/dashboard';
import { createBigMesh } from './support/bigMesh';
import {
  canvasOf,
  findNode,
  FREIBURG,
  layerCount,
  LIVE,
  openMap,
  picture,
  scaleText,
  settled,
  testIds,
} from './support/meshMap';
import { startStubCollector, type StubFrame } from './support/stubCollector';
import { testDashboards } from './support/testDashboards.mjs';
import { useBrowser } from './support/useBrowser';
import { until } from '@mesh-observatory/test-kit/until';

const REFRESH = 'data-testid RefreshPicker run button';

/** From the start of the range to its end with the Page Up key. */
const STEPS = 30;

const placeOn = (card: string) => /Position\s+(\S+ \S+)/.exec(card)?.[1];

describe('The map in time', () => {
  const browser = useBrowser();

  async function toStart(page: Page): Promise<string> {
    await page.getByTestId(testIds.playback).getByRole('slider').focus();
    await page.keyboard.press('Home');
    return page.getByTestId(testIds.playbackTime).innerText();
  }

  it('plays the time range of the dashboard, and stops', async () => {
    const page = await openMap(browser, FREIBURG);
    const time = page.getByTestId(testIds.playbackTime);
    const start = await toStart(page);
    const picturedAtStart = await settled(page);
    await page.getByTestId(testIds.playbackPlay).click();
    await until(async () => (await time.innerText()) !== start, { what: 'a later time' });
    await until(async () => (await picture(page)) !== picturedAtStart, { what: 'nodes that moved or came' });
    await page.getByTestId(testIds.playbackPlay).click();
    const stopped = await time.innerText();
    await page.waitForTimeout(400); // Four ticks of the clock.
    expect(await time.innerText()).toBe(stopped);
    await canvasOf(page).focus();
    await page.keyboard.press('.');
    await until(async () => (await time.innerText()) !== stopped, { what: 'a step further' });
  });

  it('puts a node where it was, and takes away links that were not there yet', async () => {
    const page = await openMap(browser, FREIBURG);
    const now = await layerCount(page, 'mesh-links');
    const search = page.getByTestId(testIds.search);
    await search.fill('Lastenrad');
    await page.getByTestId(testIds.searchResult).first().click();
    const card = page.getByTestId(testIds.card);
    const placeNow = placeOn(await card.innerText());
    expect(placeNow).toBeDefined();
    await toStart(page);
    await until(async () => (await layerCount(page, 'mesh-links')) < now, { what: 'fewer links' });
    let step = 0;
    await until(
      async () => {
        // The card follows the slider a little later, so the end may be passed on a busy machine: from the start again.
        await page.keyboard.press(step++ % STEPS === 0 ? 'Home' : 'PageUp');
        const place = (await card.isVisible()) ? placeOn(await card.innerText()) : undefined;
        return place !== undefined && place !== placeNow;
      },
      { what: `another place than ${placeNow}` },
    );
  });

  it('shows where nodes were at the time another panel points at', async () => {
    const page = await openMap(browser, FREIBURG, { dashboard: '/d/test-together?' });
    const graph = panel(page, 'Battery').locator('.u-over, canvas').first();
    await graph.waitFor();
    const before = await settled(page);
    const box = (await graph.boundingBox())!;
    await page.mouse.move(box.x + box.width * 0.3, box.y + box.height / 2);
    await page.mouse.move(box.x + box.width * 0.35, box.y + box.height / 2);
    const marked = await until(
      async () => {
        const now = await picture(page);
        return now !== before && now;
      },
      { what: 'marks on the tracks' },
    );
    await page.mouse.move(box.x + box.width * 0.8, box.y + box.height / 2);
    await until(async () => (await picture(page)) !== marked, { what: 'marks elsewhere' });
    await page.mouse.move(2, 2);
    await until(async () => (await picture(page)) === before, { what: 'no marks' });
  });
});

/** Older than anything fades: the picture is the same however long the test takes. */
const THIRTY_DAYS_MS = 30 * 86_400_000;

describe('The map when the dashboard asks anew', () => {
  const browser = useBrowser();
  let stub: Awaited<ReturnType<typeof startStubCollector>>;

  beforeAll(async () => {
    const { nodes, links } = createBigMesh({ nodes: 400, links: 800, now: Date.now() - THIRTY_DAYS_MS });
    stub = await startStubCollector({ nodes, links, positions: [] as StubFrame[] });
  });
  afterAll(() => stub.stop());

  it('keeps its view', async () => {
    // Without a live stream every refresh is a request that can be waited for.
    const { url: previewUrl } = await browser.startPreview({ collectorUrl: stub.url, ownDashboards: testDashboards });
    browser.expectProblems(/WebSocket connection to .* failed/);
    const page = await openMap(browser, { ...FREIBURG, zoom: 13 }, { previewUrl, dashboard: LIVE });
    const before = await scaleText(page);
    const answered = page.waitForResponse((response) => response.url().endsWith('/api/query'));
    await page.getByTestId(REFRESH).click();
    await answered;
    await settled(page);
    expect(await scaleText(page)).toBe(before);
  });

  it('never blinks: every frame in between is the same picture', async () => {
    const { url: previewUrl } = await browser.startPreview({ collectorUrl: stub.url, ownDashboards: testDashboards });
    browser.expectProblems(/WebSocket connection to .* failed/);
    const place = { latitude: 48.5, longitude: 9, zoom: 10 };
    const page = await openMap(browser, place, { previewUrl, dashboard: LIVE });
    await page.evaluate((testId) => {
      const small = document.createElement('canvas');
      [small.width, small.height] = [240, 150];
      const context = small.getContext('2d', { willReadFrequently: true })!;
      const pictures = new Set<string>();
      const note = () => {
        context.clearRect(0, 0, small.width, small.height);
        document
          .querySelectorAll<HTMLCanvasElement>(`[data-testid="${testId}"] canvas`)
          .forEach((canvas) => context.drawImage(canvas, 0, 0, small.width, small.height));
        pictures.add(context.getImageData(0, 0, small.width, small.height).data.join());
        requestAnimationFrame(note);
      };
      requestAnimationFrame(note);
      Object.assign(window, { pictures });
    }, testIds.canvas);
    const seen = () => page.evaluate(() => (window as unknown as { pictures: Set<string> }).pictures.size);
    // The last towns of the basemap may come late; from then on nothing may change.
    await until(
      async () => {
        await page.evaluate(() => (window as unknown as { pictures: Set<string> }).pictures.clear());
        await page.waitForTimeout(1000);
        return (await seen()) === 1;
      },
      { what: 'pictures that are all the same' },
    );
    for (let refresh = 0; refresh < 3; refresh++) {
      const answers = ['nodes', 'links', 'positions'].map((kind) =>
        page.waitForResponse((response) => response.request().postData()?.includes(`"${kind}"`) === true),
      );
      await page.getByTestId(REFRESH).click();
      await Promise.all(answers);
      await settled(page);
    }
    expect(await seen()).toBe(1);
    await findNode(page, 'node 17');
    expect(await until(async () => (await seen()) > 1, { what: 'another picture' })).toBe(true);
  });
});
